import { X } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTexts } from '../../i18n';
import { usePreferences } from '../../preferences/preferences';
import { ZoneField } from '../../shared/ZoneField';
import { useFormats } from '../../time/formats';
import { Button, CheckField, fieldText, Row, Stack, TextField } from '../../ui';
import styles from './calendar.module.css';
import type { OfferForm } from './offer';
import { LONGEST_MINUTES, SHORTEST_MINUTES, WEEKDAYS, type Weekday } from './preview';
import { publishTexts } from './texts';

interface Props {
  form: OfferForm;
  onChange(form: OfferForm): void;
  /** What the API found wrong, by its names of the fields. */
  errors: Readonly<Record<string, string>>;
}

export function OneFields({ form, onChange, errors }: Props) {
  const t = useTexts(publishTexts);
  return (
    <div className={styles.fields}>
      <TextField
        type="date"
        label={t.day}
        required
        value={form.day}
        error={errors.startsAt}
        onChange={(event) => onChange({ ...form, day: event.target.value })}
      />
      <TextField
        type="time"
        label={t.time}
        required
        value={form.time}
        onChange={(event) => onChange({ ...form, time: event.target.value })}
      />
      <LengthAndZone {...{ form, onChange, errors }} />
    </div>
  );
}

export function WeeklyFields({ form, onChange, errors }: Props) {
  const t = useTexts(publishTexts);
  const ends = [
    ['firstDay', t.first],
    ['lastDay', t.last],
  ] as const;
  return (
    <Stack>
      <WeekdayFields {...{ form, onChange, errors }} />
      <TimesField {...{ form, onChange, errors }} />
      <div className={styles.fields}>
        {ends.map(([name, label]) => (
          <TextField
            key={name}
            type="date"
            label={label}
            required
            value={form[name]}
            error={errors[`weekly.${name}`]}
            onChange={(event) => onChange({ ...form, [name]: event.target.value })}
          />
        ))}
        <LengthAndZone {...{ form, onChange, errors }} />
      </div>
    </Stack>
  );
}

function LengthAndZone({ form, onChange, errors }: Props) {
  const t = useTexts(publishTexts);
  return (
    <>
      <TextField
        type="number"
        label={t.minutes}
        min={SHORTEST_MINUTES}
        max={LONGEST_MINUTES}
        required
        value={form.minutes || ''}
        error={errors.durationMinutes}
        onChange={(event) => onChange({ ...form, minutes: Number(event.target.value) })}
      />
      <ZoneField
        label={t.zone}
        value={form.zone}
        error={errors.timezone}
        onChange={(zone) => onChange({ ...form, zone })}
      />
    </>
  );
}

/** 2024 began on a Monday. */
const dayNamed = (index: number): string => `2024-01-0${index + 1}T12:00:00Z`;

function WeekdayFields({ form, onChange, errors }: Props) {
  const t = useTexts(publishTexts);
  const format = useFormats('UTC');
  const turn = (day: Weekday, isOn: boolean) =>
    onChange({
      ...form,
      weekdays: isOn ? [...form.weekdays, day] : form.weekdays.filter((each) => each !== day),
    });
  return (
    <fieldset>
      <legend>
        <strong>{t.weekdays}</strong>
      </legend>
      <Wrong text={errors['weekly.weekdays']} />
      <div className={styles.weekdays}>
        {WEEKDAYS.map((day, index) => (
          <CheckField
            key={day}
            label={format.weekday(dayNamed(index))}
            checked={form.weekdays.includes(day)}
            onChange={(event) => turn(day, event.target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function TimesField({ form, onChange, errors }: Props) {
  const t = useTexts(publishTexts);
  const [next, setNext] = useState('10:00');
  const group = useRef<HTMLFieldSetElement>(null);
  const add = () => {
    if (next) onChange({ ...form, times: [...new Set([...form.times, next])].sort() });
  };
  const remove = (time: string) => {
    onChange({ ...form, times: form.times.filter((each) => each !== time) });
    group.current?.focus();
  };
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <fieldset ref={group} tabIndex={-1}>
      <legend className="aside">{t.times}</legend>
      <Stack gap={2}>
        <Row gap={2}>
          {form.times.map((time) => (
            <Button key={time} aria-label={t.removeTime(time)} onClick={() => remove(time)}>
              {time} <X aria-hidden="true" size={16} />
            </Button>
          ))}
        </Row>
        <Row className={styles.adding}>
          <TextField
            type="time"
            label={t.times}
            value={next}
            error={errors['weekly.times']}
            onKeyDown={addOnEnter}
            onChange={(event) => setNext(event.target.value)}
          />
          <Button disabled={!next} onClick={add}>
            {t.addTime}
          </Button>
        </Row>
      </Stack>
    </fieldset>
  );
}

function Wrong({ text }: { text: string | undefined }) {
  const { language } = usePreferences();
  return text ? <p className={styles.wrong}>{fieldText(text, language)}</p> : null;
}
