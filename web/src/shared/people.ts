import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { answered, api, type Schemas } from '../api/client';
import { failureOf } from '../api/failure';
import { usePaged, type Paged } from '../api/queries';
import { useTexts } from '../i18n';
import { useProfileId, useRole } from '../session/session';
import { sharedTexts } from './texts';

/** How long a name is taken as known, in milliseconds. */
const KNOWN_FOR = 5 * 60_000;

export type Therapist = Schemas['TherapistAnswer'];
export type Client = Schemas['ClientAnswer'];
export type RelatedTherapist = Schemas['RelatedTherapistAnswer'];
export type RelatedClient = Schemas['RelatedClientAnswer'];

export function useTherapist(therapistId: string): UseQueryResult<Therapist> {
  return useQuery({
    queryKey: ['therapist', therapistId],
    queryFn: () => answered(api.GET('/therapists/{therapistId}', path({ therapistId }))),
    enabled: therapistId !== '',
    staleTime: KNOWN_FOR,
  });
}

export function useClient(clientId: string): UseQueryResult<Client> {
  return useQuery({
    queryKey: ['client', clientId],
    queryFn: () => answered(api.GET('/clients/{clientId}', path({ clientId }))),
    enabled: clientId !== '',
    staleTime: KNOWN_FOR,
  });
}

const path = <T>(ids: T) => ({ params: { path: ids } });

/** A therapist's name; somebody who can't be seen any more has a word in its place. */
export function useTherapistName(therapistId: string): string {
  const isClient = useRole() === 'client';
  const mine = useMyTherapists(isClient && therapistId !== '');
  const related = mine.items.find((each) => each.therapistId === therapistId)?.name;
  useLookAgain(mine, therapistId !== '' && isClient && !related);
  return useName(useTherapist(mine.isLoading || related ? '' : therapistId), related);
}

/** A client's name, to a therapist who has or had to do with them. */
export function useClientName(clientId: string): string {
  const isTherapist = useRole() === 'therapist';
  const mine = useMyClients(isTherapist && clientId !== '');
  const related = mine.items.find((each) => each.clientId === clientId)?.name;
  useLookAgain(mine, clientId !== '' && isTherapist && !related);
  return useName(useClient(mine.isLoading || related ? '' : clientId), related);
}

/** Read the list anew, where it was read without somebody: they may have come a moment ago. */
function useLookAgain({ isLoading, failure, retry }: Paged<unknown>, isMissing: boolean): void {
  const again = useEffectEvent(retry);
  const isRead = !isLoading && !failure;
  useEffect(() => {
    if (isMissing && isRead) again();
  }, [isMissing, isRead]);
}

/** The list of those who are related names most people at once; others are asked for. */
function useName(
  query: UseQueryResult<{ name: string }>,
  related: string | null | undefined,
): string {
  const t = useTexts(sharedTexts);
  if (related) return related;
  if (query.data) return query.data.name;
  return query.error && failureOf(query.error).status === 404 ? t.former : t.someone;
}

/** The name of the other side, whichever side the person is. */
export function useOtherName(pair: { clientId: string; therapistId: string }): string {
  const isClient = useRole() === 'client';
  const therapist = useTherapistName(isClient ? pair.therapistId : '');
  const client = useClientName(isClient ? '' : pair.clientId);
  return isClient ? therapist : client;
}

/** The therapists that a client is or was related to, and how. */
export function useMyTherapists(enabled = true): Paged<RelatedTherapist> {
  const clientId = useProfileId();
  return usePaged(
    ['related', 'therapists', clientId],
    (cursor) => answered(api.GET('/clients/{clientId}/therapists', inFull({ clientId }, cursor))),
    { enabled },
  );
}

/** The clients that a therapist is or was related to, and how. */
export function useMyClients(enabled = true): Paged<RelatedClient> {
  const therapistId = useProfileId();
  return usePaged(
    ['related', 'clients', therapistId],
    (cursor) =>
      answered(api.GET('/therapists/{therapistId}/clients', inFull({ therapistId }, cursor))),
    { enabled },
  );
}

const inFull = <T>(ids: T, cursor: string | undefined) => ({
  params: { path: ids, query: { limit: 100, ...(cursor && { cursor }) } },
});
