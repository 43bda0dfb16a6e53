import { useState } from 'react';
import type { Paged } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useAccessRequests, useMappingRequests, type Request } from '../../shared/requests';
import { sharedTexts } from '../../shared/texts';
import { useFormats } from '../../time/formats';
import { Badge, PagedList, Row, Stack } from '../../ui';
import { Wish, type Kind } from './RequestViews';
import { requestTexts } from './texts';

/** What became of what the therapist asked for; it is read when somebody wants to see it. */
export function Earlier() {
  const t = useTexts(requestTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.earlier}</summary>
      {isOpen && <Lists />}
    </details>
  );
}

function Lists() {
  const t = useTexts(requestTexts);
  return (
    <Stack gap={3}>
      <Answered list={useMappingRequests()} kind="mapping" label={t.earlierMappings} />
      <Answered list={useAccessRequests()} kind="journal" label={t.earlierAccesses} />
    </Stack>
  );
}

function Answered({ list, kind, label }: { list: Paged<Request>; kind: Kind; label: string }) {
  const t = useTexts(requestTexts);
  const mine = list.items.filter(
    (each) => each.askedBy === 'therapist' && each.status !== 'pending',
  );
  return (
    <Stack gap={2}>
      <h3>{label}</h3>
      <PagedList
        list={{ ...list, items: mine }}
        label={label}
        empty={t.noEarlier}
        keyOf={(each) => each.requestId}
      >
        {(each) => <AnsweredView request={each} kind={kind} />}
      </PagedList>
    </Stack>
  );
}

function AnsweredView({ request, kind }: { request: Request; kind: Kind }) {
  const shared = useTexts(sharedTexts);
  const format = useFormats();
  return (
    <Row gap={2}>
      <Wish request={request} kind={kind} />
      <Badge>{shared.status[request.status as keyof typeof shared.status]}</Badge>
      <span className="quiet small">{format.day(request.answeredAt ?? request.expiresAt)}</span>
    </Row>
  );
}
