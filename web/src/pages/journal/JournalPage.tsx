import { useState } from 'react';
import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { sharedTexts } from '../../shared/texts';
import { useZone } from '../../time/zone';
import { ButtonLink, Page, SelectField, TextField } from '../../ui';
import { useEntries } from './entries';
import { EntryDays } from './EntryDays';
import { ALL_FAMILIES, STRENGTHS, useFeelingWords, useVocabulary } from './feelings';
import { UNFILTERED, whichOf, type Filter } from './filter';
import { JournalTabs } from './JournalTabs';
import styles from './journal.module.css';
import { journalTexts } from './texts';

/** The journal, day by day. */
export default function JournalPage() {
  const t = useTexts(journalTexts);
  const edit = useTexts(sharedTexts).edit;
  const [filter, setFilter] = useState<Filter>(UNFILTERED);
  const { which, isBackwards } = whichOf(filter, useZone());
  const list = useEntries(useProfileId(), which, !isBackwards);
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <Page
      title={t.title}
      actions={
        <ButtonLink kind="main" to="/app/journal/new">
          {t.write}
        </ButtonLink>
      }
    >
      <JournalTabs />
      <Filters {...{ filter, isBackwards }} onChange={setFilter} />
      {!isBackwards && (
        <EntryDays
          list={list}
          empty={isFiltered ? t.emptyFilter : t.empty}
          actionsOf={(entry) => (
            <Link href={`/app/journal/${entry.entryId}`} className="small">
              {edit}
            </Link>
          )}
        />
      )}
    </Page>
  );
}

interface FiltersProps {
  filter: Filter;
  isBackwards: boolean;
  onChange(filter: Filter): void;
}

function Filters({ filter, isBackwards, onChange }: FiltersProps) {
  const t = useTexts(journalTexts);
  const shared = useTexts(sharedTexts);
  return (
    <div className={styles.filters}>
      <SelectField
        label={t.family}
        value={filter.family}
        onChange={(event) =>
          onChange({ ...filter, family: event.target.value as Filter['family'], word: '' })
        }
      >
        <option value="">{t.anyFamily}</option>
        {ALL_FAMILIES.map((family) => (
          <option key={family} value={family}>
            {t.families[family]}
          </option>
        ))}
      </SelectField>
      {filter.family && filter.family !== 'other' && <WordFilter {...{ filter, onChange }} />}
      {(['from', 'to'] as const).map((end) => (
        <TextField
          key={end}
          type="date"
          label={shared[end]}
          error={isBackwards && end === 'to' ? t.backwards : undefined}
          value={filter[end]}
          onChange={(event) => onChange({ ...filter, [end]: event.target.value })}
        />
      ))}
    </div>
  );
}

/** One word of the chosen family, from light to strong. */
function WordFilter({ filter, onChange }: Omit<FiltersProps, 'isBackwards'>) {
  const t = useTexts(journalTexts);
  const say = useFeelingWords();
  const families = useVocabulary().data?.families;
  const family = families?.find((each) => each.family === filter.family);
  if (!family) return null;
  return (
    <SelectField
      label={t.word}
      value={filter.word}
      onChange={(event) => onChange({ ...filter, word: event.target.value })}
    >
      <option value="">{t.anyWord}</option>
      {STRENGTHS.map((strength) => (
        <optgroup key={strength} label={t.strengths[strength]}>
          {family[strength].map((word) => (
            <option key={word} value={word}>
              {say(word)}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
