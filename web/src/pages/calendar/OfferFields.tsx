import { X } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../i18n';
import { ZoneField } from '../../shared/ZoneField';
import { useFormats } from '../../time/formats';
import { Button, CheckField, Row, Stack, TextField } from '../../ui';
import styles from './calendar.module.css';
import { WEEKDAYS, type Weekday } from './preview';
import { publishTexts } from './texts';

/** What is filled in to offer one time or many. */
export interface OfferForm {
  kind: 'one' | 'weekly';
  day: string;
  time: string;
  minutes: number;
  zone: string;
  weekdays: readonly Weekday[];
  times: readonly string[];
  firstDay: string;
  lastDay: string;
}

interface Props {
  form: OfferForm;
  onChange(form: OfferForm): void;
}

export function OneFields({ form, onChange }: Props) {
  const t = useTexts(publishTexts);
  return (
    <div className={styles.fields}>
      <TextField
        type="date"
        label={t.day}
        required
        value={form.day}
        onChange={(event) => onChange({ ...form, day: event.target.value })}
      />
      <TextField
        type="time"
        label={t.time}
        required
        value={form.time}
        onChange={(event) => onChange({ ...form, time: event.target.value })}
      />
      <LengthAndZone form={form} onChange={onChange} />
    </div>
  );
}

export function WeeklyFields({ form, onChange }: Props) {
  const t = useTexts(publishTexts);
  const ends = [
    ['firstDay', t.first],
    ['lastDay', t.last],
  ] as const;
  return (
    <Stack>
      <WeekdayFields form={form} onChange={onChange} />
      <TimesField form={form} onChange={onChange} />
      <div className={styles.fields}>
        {ends.map(([name, label]) => (
          <TextField
            key={name}
            type="date"
            label={label}
            required
            value={form[name]}
            onChange={(event) => onChange({ ...form, [name]: event.target.value })}
          />
        ))}
        <LengthAndZone form={form} onChange={onChange} />
      </div>
    </Stack>
  );
}

function LengthAndZone({ form, onChange }: Props) {
  const t = useTexts(publishTexts);
  return (
    <>
      <TextField
        type="number"
        label={t.minutes}
        min={5}
        max={720}
        required
        value={form.minutes}
        onChange={(event) => onChange({ ...form, minutes: Number(event.target.value) })}
      />
      <ZoneField
        label={t.zone}
        value={form.zone}
        onChange={(zone) => onChange({ ...form, zone })}
      />
    </>
  );
}

/** 2024 began on a Monday. */
const dayNamed = (index: number): string => `2024-01-0${index + 1}T12:00:00Z`;

function WeekdayFields({ form, onChange }: Props) {
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

function TimesField({ form, onChange }: Props) {
  const t = useTexts(publishTexts);
  const [next, setNext] = useState('10:00');
  const add = () => onChange({ ...form, times: [...new Set([...form.times, next])].sort() });
  return (
    <Stack gap={2}>
      <Row gap={2}>
        {form.times.map((time) => (
          <Button
            key={time}
            aria-label={t.removeTime(time)}
            onClick={() => onChange({ ...form, times: form.times.filter((each) => each !== time) })}
          >
            {time} <X aria-hidden="true" size={16} />
          </Button>
        ))}
      </Row>
      <Row>
        <TextField
          type="time"
          label={t.times}
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <Button disabled={!next} onClick={add}>
          {t.addTime}
        </Button>
      </Row>
    </Stack>
  );
}
