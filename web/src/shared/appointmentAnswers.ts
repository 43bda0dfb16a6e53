import { answered, api, ifMatch } from '../api/client';
import { useAction } from '../api/queries';
import type { AppointmentRequest } from './requests';

type Status = 'approved' | 'rejected' | 'withdrawn';

/**
 * Answer a request for an appointment, or withdraw it, on condition that it is as it was read. The
 * therapist approves or rejects, the client withdraws.
 */
export function useAppointmentAnswer(onDone: (answer: AppointmentRequest) => void) {
  return useAction(
    ({ request, status }: { request: AppointmentRequest; status: Status }) =>
      answered(
        api.PATCH('/appointment-requests/{requestId}', {
          params: { path: { requestId: request.requestId }, header: ifMatch(request.version) },
          body: { status },
        }),
      ),
    { changes: [['appointment-requests'], ['slots'], ['sessions'], ['related']], onDone },
  );
}
