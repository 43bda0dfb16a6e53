import { useMemo } from 'react';
import { allZones } from '../time/zone';
import { SelectField } from '../ui';

interface Props {
  label: string;
  hint?: string;
  value: string;
  onChange(zone: string): void;
  error?: string | undefined;
}

/** A time zone, out of all that the browser knows; typing its first letters finds it. */
export function ZoneField({ label, hint, value, onChange, error }: Props) {
  const zones = useMemo(() => [...new Set([value, ...allZones()])].filter(Boolean), [value]);
  return (
    <SelectField
      label={label}
      hint={hint}
      error={error}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </SelectField>
  );
}
