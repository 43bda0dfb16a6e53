import { useAppointmentRequests, useMappingRequests } from '../../shared/requests';

/** How many requests wait for the therapist's answer. */
export function useWaiting(): number {
  const appointments = useAppointmentRequests('pending').items.length;
  const mappings = useMappingRequests('pending').items;
  return appointments + mappings.filter((each) => each.askedBy === 'client').length;
}
