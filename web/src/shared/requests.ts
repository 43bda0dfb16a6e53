import { answered, api, type Schemas } from '../api/client';
import { usePaged } from '../api/queries';

export type AppointmentRequest = Schemas['AppointmentRequestAnswer'];
export type Request = Schemas['RequestAnswer'];
type Status = Request['status'];

/** How often requests are looked for while the page is in front, in milliseconds. */
const RHYTHM = { refetchInterval: 30_000 };

const asked = (status: Status | undefined, cursor: string | undefined) => ({
  params: { query: { ...(status && { status }), ...(cursor && { cursor }) } },
});

/** Requests for appointments, the newest first; of either side. */
export const useAppointmentRequests = (status?: Status) =>
  usePaged(
    ['appointment-requests', status ?? 'all'],
    (cursor) => answered(api.GET('/appointment-requests', asked(status, cursor))),
    RHYTHM,
  );

/** Requests to be mapped, the newest first; of either side. */
export const useMappingRequests = (status?: Status) =>
  usePaged(
    ['mapping-requests', status ?? 'all'],
    (cursor) => answered(api.GET('/mapping-requests', asked(status, cursor))),
    RHYTHM,
  );

/** Requests to read a journal, the newest first; of either side. */
export const useAccessRequests = (status?: Status) =>
  usePaged(
    ['journal-access-requests', status ?? 'all'],
    (cursor) => answered(api.GET('/journal-access-requests', asked(status, cursor))),
    RHYTHM,
  );
