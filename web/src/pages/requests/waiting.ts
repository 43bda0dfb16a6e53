import { useAll } from '../../shared/all';
import { useAppointmentRequests, useMappingRequests } from '../../shared/requests';

/** How many requests wait for the therapist's answer. */
export function useWaiting(): number {
  const appointments = useAll(useAppointmentRequests('pending')).items.length;
  const mappings = useAll(useMappingRequests('pending')).items;
  return appointments + mappings.filter((each) => each.askedBy === 'client').length;
}
