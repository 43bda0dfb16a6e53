import { useState } from 'react';
import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useMyClients, type RelatedClient } from '../../shared/people';
import { Badge, Card, Choice, Page, PagedList, Row, Stack } from '../../ui';
import { clientTexts } from './texts';

const FILTERS = ['all', 'active', 'ended', 'granted'] as const;
type Filter = (typeof FILTERS)[number];

const fits = ({ between }: RelatedClient, filter: Filter): boolean =>
  filter === 'all' ||
  between.mapping === filter ||
  (filter === 'granted' && between.journalAccess === 'granted');

/** Everybody whom the therapist has or had to do with, and how. */
export default function ClientsPage() {
  const t = useTexts(clientTexts);
  const [filter, setFilter] = useState<Filter>('all');
  const list = useMyClients();
  return (
    <Page title={t.title}>
      <Choice
        legend={t.show}
        hideLegend
        options={FILTERS.map((value) => ({ value, label: t.filters[value] }))}
        value={filter}
        onChange={setFilter}
      />
      <PagedList
        list={{ ...list, items: list.items.filter((each) => fits(each, filter)) }}
        label={t.title}
        empty={list.items.length ? t.emptyFilter : t.empty}
        keyOf={(each) => each.clientId}
      >
        {(each) => <ClientCard client={each} />}
      </PagedList>
    </Page>
  );
}

function ClientCard({ client }: { client: RelatedClient }) {
  return (
    <Card>
      <Stack gap={2}>
        <h2>
          <Link href={`/app/clients/${client.clientId}`}>{client.name}</Link>
        </h2>
        <Standing between={client.between} />
      </Stack>
    </Card>
  );
}

/** How a client and the therapist stand, in words. */
export function Standing({ between }: { between: RelatedClient['between'] }) {
  const t = useTexts(clientTexts);
  return (
    <Row gap={2}>
      <Badge tone={between.mapping === 'active' ? 'good' : 'warm'}>
        {t.mapping[between.mapping]}
      </Badge>
      {between.journalAccess === 'granted' && <Badge tone="accent">{t.journal.granted}</Badge>}
      {between.contact === 'open' && <Badge>{t.contact.open}</Badge>}
      {between.mappingRequestId && <Badge tone="warm">{t.mappingWaits}</Badge>}
      {between.accessRequestId && <Badge tone="warm">{t.accessWaits}</Badge>}
    </Row>
  );
}
