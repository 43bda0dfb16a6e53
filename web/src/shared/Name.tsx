import { useClientName, useOtherName, useTherapistName } from './people';

/** A therapist's name, by the id. */
export const TherapistName = ({ id }: { id: string }) => <>{useTherapistName(id)}</>;

/** A client's name, by the id, to a therapist of theirs. */
export const ClientName = ({ id }: { id: string }) => <>{useClientName(id)}</>;

/** The name of the other side. */
export const OtherName = (pair: { clientId: string; therapistId: string }) => (
  <>{useOtherName(pair)}</>
);
