import { useState, type FormEvent } from 'react';
import { answered, api } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import type { Therapist } from '../../shared/people';
import { sharedTexts } from '../../shared/texts';
import { Badge, Button, ButtonLink, Card, Page, PagedList, Row, Stack, TextField } from '../../ui';
import { TherapistTabs } from './TherapistTabs';
import { therapistTexts } from './texts';
import styles from './therapists.module.css';

const NOTHING = { expertise: '', location: '', name: '' };
type Wanted = typeof NOTHING;

/** Find a therapist by what they work on, where, and how they are called. */
export default function FindPage() {
  const t = useTexts(therapistTexts);
  const [wanted, setWanted] = useState<Wanted>(NOTHING);
  const list = useFound(wanted);
  return (
    <Page title={t.title}>
      <TherapistTabs />
      <SearchForm onSearch={setWanted} />
      <PagedList
        list={list}
        label={t.results}
        empty={wanted === NOTHING ? t.noneListed : t.noResults}
        keyOf={(each) => each.therapistId}
      >
        {(each) => <Found therapist={each} />}
      </PagedList>
    </Page>
  );
}

function useFound(wanted: Wanted) {
  const query = Object.fromEntries(
    Object.entries(wanted)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value),
  ) as Partial<Wanted>;
  return usePaged(['therapists', query], (cursor) =>
    answered(
      api.GET('/therapists', { params: { query: { ...query, ...(cursor && { cursor }) } } }),
    ),
  );
}

function SearchForm({ onSearch }: { onSearch(wanted: Wanted): void }) {
  const t = useTexts(therapistTexts);
  const [form, setForm] = useState(NOTHING);
  const field = (name: keyof Wanted) => ({
    value: form[name],
    maxLength: 100,
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(form);
  };
  return (
    <form role="search" className={styles.search} onSubmit={submit}>
      <TextField label={t.expertise} placeholder={t.expertiseHint} {...field('expertise')} />
      <TextField label={t.place} {...field('location')} />
      <TextField label={t.name} placeholder={t.nameHint} {...field('name')} />
      <Button type="submit" kind="main">
        {t.search}
      </Button>
    </form>
  );
}

function Found({ therapist }: { therapist: Therapist }) {
  const t = useTexts(therapistTexts);
  const { verified } = useTexts(sharedTexts);
  return (
    <Card>
      <Row className={styles.apart}>
        <Stack gap={1}>
          <Row gap={2}>
            <h2>{therapist.name}</h2>
            {therapist.verifiedAt && <Badge tone="good">{verified}</Badge>}
          </Row>
          <p className="quiet">{[therapist.location, ...therapist.expertise].join(' · ')}</p>
        </Stack>
        <ButtonLink to={`/app/therapists/${therapist.therapistId}`}>{t.seeProfile}</ButtonLink>
      </Row>
    </Card>
  );
}
