import { useState } from 'react';
import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { sharedTexts } from '../../shared/texts';
import { momentOf } from '../../time/local';
import { useZone } from '../../time/zone';
import { ButtonLink, Page, SelectField, TextField } from '../../ui';
import { useEntries } from './entries';
import { EntryDays } from './EntryDays';
import { ALL_FAMILIES, type Family } from './feelings';
import { JournalTabs } from './JournalTabs';
import styles from './journal.module.css';
import { journalTexts } from './texts';

interface Filter {
  family: Family | '';
  /** Days, "2026-03-03", themselves included. */
  from: string;
  to: string;
}

/** The journal, day by day. */
export default function JournalPage() {
  const t = useTexts(journalTexts);
  const edit = useTexts(sharedTexts).edit;
  const zone = useZone();
  const [filter, setFilter] = useState<Filter>({ family: '', from: '', to: '' });
  const list = useEntries(useProfileId(), {
    feeling: filter.family || undefined,
    from: filter.from && momentOf(`${filter.from}T00:00`, zone),
    to: filter.to && momentOf(`${dayAfter(filter.to)}T00:00`, zone),
  });
  const isFiltered = Boolean(filter.family || filter.from || filter.to);
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
      <Filters filter={filter} onChange={setFilter} />
      <EntryDays
        list={list}
        empty={isFiltered ? t.emptyFilter : t.empty}
        actionsOf={(entry) => (
          <Link href={`/app/journal/${entry.entryId}`} className="small">
            {edit}
          </Link>
        )}
      />
    </Page>
  );
}

function Filters({ filter, onChange }: { filter: Filter; onChange(filter: Filter): void }) {
  const t = useTexts(journalTexts);
  const shared = useTexts(sharedTexts);
  return (
    <div className={styles.filters}>
      <SelectField
        label={t.family}
        value={filter.family}
        onChange={(event) =>
          onChange({ ...filter, family: event.target.value as Filter['family'] })
        }
      >
        <option value="">{t.anyFamily}</option>
        {ALL_FAMILIES.map((family) => (
          <option key={family} value={family}>
            {t.families[family]}
          </option>
        ))}
      </SelectField>
      {(['from', 'to'] as const).map((end) => (
        <TextField
          key={end}
          type="date"
          label={shared[end]}
          value={filter[end]}
          onChange={(event) => onChange({ ...filter, [end]: event.target.value })}
        />
      ))}
    </div>
  );
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
