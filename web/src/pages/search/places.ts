import type { Schemas } from '../../api/client';
import type { Role } from '../../session/state';

export type Hit = Schemas['HitAnswer'];

/** The address of the page that shows what was found. */
export function addressOf(hit: Hit, role: Role): string {
  const isTherapist = role === 'therapist';
  switch (hit.what) {
    case 'client':
      return `/app/clients/${hit.clientId}`;
    case 'therapist':
      return `/app/therapists/${hit.therapistId}`;
    case 'entry':
      return isTherapist ? `/app/clients/${hit.clientId}/journal` : `/app/journal/${hit.entryId}`;
    case 'message':
      return `/app/messages/${hit.clientId}/${hit.therapistId}`;
    case 'note':
    case 'addendum':
      return `/app/${isTherapist ? 'notes' : 'sessions'}/${hit.sessionId}`;
  }
}

/** Something that tells a hit from all others of a list. */
export const keyOf = (hit: Hit): string =>
  [
    hit.what,
    hit.entryId,
    hit.messageId,
    hit.addendumId,
    hit.sessionId,
    hit.note,
    hit.therapistId,
    hit.clientId,
  ].join();
