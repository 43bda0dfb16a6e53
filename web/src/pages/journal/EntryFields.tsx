import type { Schemas } from '../../api/client';
import { useTexts } from '../../i18n';
import { CheckField, Choice, Stack, TextArea, TextField, uiTexts } from '../../ui';
import { choices, withFamily, withStrength, type EntryForm, type Gap } from './entryForm';
import { FamilyMark } from './EntryView';
import { ALL_FAMILIES, STRENGTHS, useFeelingWords } from './feelings';
import { journalTexts } from './texts';

interface Props {
  form: EntryForm;
  onChange(form: EntryForm): void;
  vocabulary: Schemas['FeelingsAnswer'];
  /** The step that was missing when the person tried to save. */
  gap: Gap | undefined;
  /** Who reads it unless it is private. */
  readers: string;
}

/** The steps of a check-in: each appears once the one before is taken. */
export function EntryFields(props: Props) {
  const { form, onChange } = props;
  const t = useTexts(journalTexts).checkIn;
  const optional = useTexts(uiTexts).optional;
  const hasWord = form.family === 'other' || form.strength || form.ownWord;
  return (
    <Stack gap={5}>
      <FamilyChoice {...props} />
      {form.family && form.family !== 'other' && <StrengthChoice {...props} />}
      {hasWord && <WordChoice {...props} />}
      {hasWord && <IntensityChoice {...props} />}
      <TextArea
        label={t.words}
        optional={optional}
        most={10_000}
        value={form.words}
        onChange={(event) => onChange({ ...form, words: event.target.value })}
      />
      <CheckField
        label={t.private}
        hint={`${t.privateHint} ${props.readers}`}
        checked={form.isPrivate}
        onChange={(event) => onChange({ ...form, isPrivate: event.target.checked })}
      />
    </Stack>
  );
}

function FamilyChoice({ form, onChange, gap }: Props) {
  const t = useTexts(journalTexts);
  return (
    <Choice
      legend={t.checkIn.family}
      look="tiles"
      error={gap === 'family' ? t.checkIn.needFamily : undefined}
      options={ALL_FAMILIES.map((family) => ({
        value: family,
        label: (
          <>
            <FamilyMark family={family} /> {t.families[family]}
          </>
        ),
      }))}
      value={form.family}
      onChange={(family) => onChange(withFamily(form, family))}
    />
  );
}

function StrengthChoice({ form, onChange, gap }: Props) {
  const t = useTexts(journalTexts);
  return (
    <Choice
      legend={t.checkIn.strength}
      error={gap === 'strength' ? t.checkIn.needStrength : undefined}
      options={STRENGTHS.map((value) => ({ value, label: t.strengths[value] }))}
      value={form.strength}
      onChange={(strength) => onChange(withStrength(form, strength))}
    />
  );
}

function WordChoice({ form, onChange, vocabulary, gap }: Props) {
  const t = useTexts(journalTexts).checkIn;
  const word = useFeelingWords();
  const words = choices(vocabulary, form);
  const missing = gap === 'word' ? t.needWord : undefined;
  return (
    <Stack gap={3}>
      {words.length > 0 && (
        <Choice
          legend={t.word}
          error={missing}
          options={words.map((value) => ({ value, label: word(value) }))}
          value={form.ownWord ? undefined : form.word}
          onChange={(chosen) => onChange({ ...form, word: chosen, ownWord: '' })}
        />
      )}
      <TextField
        label={t.ownWord}
        hint={t.ownWordHint}
        maxLength={60}
        error={words.length ? undefined : missing}
        value={form.ownWord}
        onChange={(event) => onChange({ ...form, ownWord: event.target.value })}
      />
    </Stack>
  );
}

const SCALE = Array.from({ length: 10 }, (_, step) => String(step + 1));

function IntensityChoice({ form, onChange, gap }: Props) {
  const t = useTexts(journalTexts).checkIn;
  return (
    <Choice
      legend={t.intensity}
      error={gap === 'intensity' ? t.needIntensity : undefined}
      options={SCALE.map((value) => ({ value, label: value }))}
      value={form.intensity === undefined ? undefined : String(form.intensity)}
      onChange={(value) => onChange({ ...form, intensity: Number(value) })}
    />
  );
}
