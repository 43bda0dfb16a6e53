import { useState, type FormEvent } from 'react';
import { answered, api } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useKept } from '../../session/kept';
import { useProfileId, useRole } from '../../session/session';
import { OtherName } from '../../shared/Name';
import { useFormats } from '../../time/formats';
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  Empty,
  Notice,
  Page,
  PagedList,
  Row,
  SelectField,
  Stack,
  TextField,
} from '../../ui';
import { pieces } from './excerpt';
import { addressOf, keyOf, type Hit } from './places';
import styles from './search.module.css';
import { searchTexts } from './texts';

interface Wanted {
  keyword: string;
  where: Where | '';
}

type Where = 'journals' | 'notes' | 'messages' | 'therapists' | 'clients';

/** Search what one may see. The words stay on the page: in no address, title or storage. */
export default function SearchPage() {
  const t = useTexts(searchTexts);
  const isClient = useRole() === 'client';
  const [wanted, setWanted] = useKept<Wanted | undefined>('search', undefined);
  return (
    <Page title={t.title}>
      <SearchForm last={wanted} onSearch={setWanted} />
      {wanted ? (
        <Results wanted={wanted} />
      ) : (
        <Empty>{isClient ? t.firstClient : t.firstTherapist}</Empty>
      )}
    </Page>
  );
}

interface FormProps {
  last: Wanted | undefined;
  onSearch(wanted: Wanted): void;
}

function SearchForm({ last, onSearch }: FormProps) {
  const t = useTexts(searchTexts);
  const isClient = useRole() === 'client';
  const [form, setForm] = useState<Wanted>(last ?? { keyword: '', where: '' });
  const names: Record<string, string> = {
    clients: t.what.client,
    journals: t.what.entry,
    notes: t.what.note,
    messages: t.what.message,
    therapists: t.what.therapist,
  };
  const places = ['journals', 'notes', 'messages', isClient ? 'therapists' : 'clients'];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const keyword = form.keyword.trim();
    if (keyword) onSearch({ ...form, keyword });
  };
  return (
    <form role="search" className={styles.form} onSubmit={submit}>
      <TextField
        label={t.keyword}
        type="search"
        autoComplete="off"
        maxLength={100}
        value={form.keyword}
        onChange={(event) => setForm({ ...form, keyword: event.target.value })}
      />
      <SelectField
        label={t.in}
        value={form.where}
        onChange={(event) => setForm({ ...form, where: event.target.value as Wanted['where'] })}
      >
        <option value="">{t.everywhere}</option>
        {places.map((place) => (
          <option key={place} value={place}>
            {names[place]}
          </option>
        ))}
      </SelectField>
      <Button type="submit" kind="main">
        {t.submit}
      </Button>
    </form>
  );
}

/** How many empty pages are gone through at once; each is bounded work for the API. */
const EMPTY_AT_ONCE = 10;

function useHits({ keyword, where }: Wanted) {
  const id = useProfileId();
  const isClient = useRole() === 'client';
  const read = (cursor: string | undefined) => {
    const query = { keyword, ...(where && { in: [where as never] }), ...(cursor && { cursor }) };
    return answered(
      isClient
        ? api.GET('/clients/{clientId}/search', { params: { path: { clientId: id }, query } })
        : api.GET('/therapists/{therapistId}/search', {
            params: { path: { therapistId: id }, query },
          }),
    );
  };
  return usePaged<Hit>(['search', keyword, where], async (cursor) => {
    let page = await read(cursor);
    for (let gone = 1; gone < EMPTY_AT_ONCE && !page.items.length && page.nextCursor; gone++)
      page = await read(page.nextCursor);
    return page;
  });
}

function Results({ wanted }: { wanted: Wanted }) {
  const t = useTexts(searchTexts);
  const list = useHits(wanted);
  const wait = list.failure?.retryAfter;
  return (
    <Stack gap={3} aria-label={t.results} as="section">
      {wait !== undefined && <Notice tone="warm">{t.wait(wait)}</Notice>}
      <PagedList list={list} label={t.results} empty={t.nothing} keyOf={keyOf}>
        {(hit) => <HitView hit={hit} />}
      </PagedList>
    </Stack>
  );
}

function HitView({ hit }: { hit: Hit }) {
  const t = useTexts(searchTexts);
  const format = useFormats();
  const role = useRole();
  const pair = { clientId: hit.clientId ?? '', therapistId: hit.therapistId ?? '' };
  return (
    <Card>
      <Stack gap={2}>
        <Row gap={2}>
          <Badge tone="accent">{t.what[hit.what]}</Badge>
          {hit.at && <span className="quiet small">{format.dayAndTime(hit.at)}</span>}
          {(role === 'therapist' ? pair.clientId : pair.therapistId) && (
            <span className="quiet small">
              <OtherName {...pair} />
            </span>
          )}
        </Row>
        <p className="typed">
          {pieces(hit.excerpt).map((piece, index) =>
            piece.isMatch ? <mark key={index}>{piece.text}</mark> : piece.text,
          )}
        </p>
        <div>
          <ButtonLink to={addressOf(hit, role)}>{t.open}</ButtonLink>
        </div>
      </Stack>
    </Card>
  );
}
