import { answered, api, ifMatch, type Schemas } from '../../api/client';
import { useConditional } from '../../api/conditional';
import type { Session } from '../../shared/sessions';

/** A session, and how to read it anew. */
export interface Current {
  session: Session;
  reread(): Promise<Session | undefined>;
}

/** A change of a session; after a conflict the page shows how it is now. */
export function useChange({ session, reread }: Current, onDone: () => void) {
  const path = { sessionId: session.sessionId };
  return useConditional({
    send: (body: Schemas['SessionChange'], version) =>
      answered(
        api.PATCH('/sessions/{sessionId}', { params: { path, header: ifMatch(version) }, body }),
      ),
    reread,
    changes: [['sessions'], ['slots']],
    onDone,
  });
}
