import { answered, api, ifMatch } from '../../api/client';
import { usePaged } from '../../api/queries';
import type { Client, Therapist } from '../../shared/people';

/** All clients of the practice, by name. */
export const useClients = () =>
  usePaged<Client>(['admin', 'clients'], (cursor) =>
    answered(api.GET('/clients', { params: { query: { limit: 50, ...(cursor && { cursor }) } } })),
  );

/** All therapists whose name begins with something, by name. */
export const useTherapists = (name = '') =>
  usePaged<Therapist>(['admin', 'therapists', name], (cursor) =>
    answered(
      api.GET('/therapists', {
        params: { query: { limit: 50, ...(name && { name }), ...(cursor && { cursor }) } },
      }),
    ),
  );

/** Somebody of the practice, as far as the list of accounts goes. */
export interface Person {
  kind: 'clients' | 'therapists';
  id: string;
  name: string;
  email: string | null;
  version: number;
}

export const ofClient = (client: Client): Person => ({
  kind: 'clients',
  id: client.clientId,
  name: client.name,
  email: client.email,
  version: client.version ?? 0,
});

export const ofTherapist = (therapist: Therapist): Person => ({
  kind: 'therapists',
  id: therapist.therapistId,
  name: therapist.name,
  email: therapist.email,
  version: therapist.version ?? 0,
});

/** Remove somebody, on condition that they are as they were read. */
export const remove = ({ kind, id }: Person, version: number): Promise<unknown> =>
  answered<unknown>(
    kind === 'clients'
      ? api.DELETE('/clients/{clientId}', {
          params: { path: { clientId: id }, header: ifMatch(version) },
        })
      : api.DELETE('/therapists/{therapistId}', {
          params: { path: { therapistId: id }, header: ifMatch(version) },
        }),
  );

/** Read somebody as they are now. */
export const reread = async ({ kind, id }: Person): Promise<Person> =>
  kind === 'clients'
    ? ofClient(
        await answered(api.GET('/clients/{clientId}', { params: { path: { clientId: id } } })),
      )
    : ofTherapist(
        await answered(
          api.GET('/therapists/{therapistId}', { params: { path: { therapistId: id } } }),
        ),
      );
