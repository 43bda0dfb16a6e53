import { answered, api } from '../../api/client';
import { usePaged } from '../../api/queries';
import { useProfileId } from '../../session/session';

/** What the client was asked, allowed, refused and took back, the newest first. */
export function useConsents() {
  const clientId = useProfileId();
  return usePaged(['consents', clientId], (cursor) =>
    answered(
      api.GET('/clients/{clientId}/consents', {
        params: { path: { clientId }, query: { limit: 100, ...(cursor && { cursor }) } },
      }),
    ),
  );
}
