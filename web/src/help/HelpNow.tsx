import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../i18n';
import { prefer, usePreferences } from '../preferences/preferences';
import { useFormats } from '../time/formats';
import { useZone } from '../time/zone';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { SelectField } from '../ui/Field';
import { Stack } from '../ui/Stack';
import { CHECKED_ON, ELSEWHERE, regionOf, REGIONS } from './regions';
import { helpTexts } from './texts';

/** Help in a crisis: the same button in the same place on every page. */
export function HelpNow() {
  const t = useTexts(helpTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <LifeBuoy aria-hidden="true" size={20} />
        {t.open}
      </Button>
      {isOpen && (
        <Dialog title={t.title} onClose={() => setOpen(false)}>
          <Numbers />
        </Dialog>
      )}
    </>
  );
}

function Numbers() {
  const t = useTexts(helpTexts);
  const format = useFormats();
  const region = regionOf(usePreferences().region, useZone());
  return (
    <Stack>
      <p>{t.nobodyWatches}</p>
      <Stack as="ul" gap={3}>
        <li>
          <strong>{t.emergency}</strong> <Phone number={(region ?? ELSEWHERE).emergency} />
        </li>
        {region?.lines.map((line) => (
          <li key={line.name}>
            <strong>{line.name}</strong> <Phone number={line.phone} />
            {' · '}
            <Outside to={line.site} text={new URL(line.site).host.replace('www.', '')} />
          </li>
        ))}
        {!region && (
          <li>
            <Outside to={ELSEWHERE.site} text={t.find} />
          </li>
        )}
      </Stack>
      <RegionField value={region?.region ?? ''} />
      <p className="quiet small">{t.checked(format.plainDay(CHECKED_ON))}</p>
    </Stack>
  );
}

function Phone({ number }: { number: string }) {
  const t = useTexts(helpTexts);
  return <a href={`tel:${number.replaceAll(' ', '')}`}>{t.call(number)}</a>;
}

const Outside = ({ to, text }: { to: string; text: string }) => (
  <a href={to} target="_blank" rel="noreferrer noopener">
    {text}
  </a>
);

function RegionField({ value }: { value: string }) {
  const t = useTexts(helpTexts);
  const names = new Intl.DisplayNames(usePreferences().language, { type: 'region' });
  return (
    <SelectField
      label={t.region}
      value={value}
      onChange={(event) => prefer({ region: event.target.value || 'elsewhere' })}
    >
      {REGIONS.map((each) => (
        <option key={each.region} value={each.region}>
          {names.of(each.region)}
        </option>
      ))}
      <option value="">{t.elsewhere}</option>
    </SelectField>
  );
}
