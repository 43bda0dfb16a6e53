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
  // Hundreds of options: they stay the same elements, so that typing elsewhere doesn't make them anew.
  const options = useMemo(() => optionsWith(value), [value]);
  return (
    <SelectField
      label={label}
      hint={hint}
      error={error}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {options}
    </SelectField>
  );
}

const optionsWith = (value: string) =>
  [...new Set([value, ...allZones()])].filter(Boolean).map((zone) => (
    <option key={zone} value={zone}>
      {zone.replaceAll('_', ' ')}
    </option>
  ));
