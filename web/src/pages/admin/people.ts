import { answered, api, ifMatch } from '../../api/client';
import { usePaged } from '../../api/queries';
import { expertiseOf, textOf } from '../../shared/expertise';
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
  timezone: string | null;
  details: Details;
}

/** What an admin can change of somebody; each kind of person has its own of it. */
export interface Details {
  name: string;
  phone: string;
  /** A draft as `textOf` writes it. */
  expertise: string;
  location: string;
  bio: string;
}

const NOTHING = { phone: '', expertise: '', location: '', bio: '' };
const emptyIsNull = (text: string): string | null => text.trim() || null;

export const ofClient = (client: Client): Person => ({
  kind: 'clients',
  id: client.clientId,
  name: client.name,
  email: client.email,
  version: client.version ?? 0,
  timezone: client.timezone,
  details: { ...NOTHING, name: client.name, phone: client.phone ?? '' },
});

export const ofTherapist = (therapist: Therapist): Person => ({
  kind: 'therapists',
  id: therapist.therapistId,
  name: therapist.name,
  email: therapist.email,
  version: therapist.version ?? 0,
  timezone: therapist.timezone,
  details: {
    ...NOTHING,
    name: therapist.name,
    expertise: textOf(therapist.expertise),
    location: therapist.location ?? '',
    bio: therapist.bio ?? '',
  },
});

/** Change somebody, on condition that they are as they were read. */
export function change({ kind, id }: Person, to: Details, version: number): Promise<unknown> {
  const name = to.name.trim();
  const header = ifMatch(version);
  if (kind === 'clients')
    return answered<unknown>(
      api.PATCH('/clients/{clientId}', {
        params: { path: { clientId: id }, header },
        body: { name, phone: emptyIsNull(to.phone) },
      }),
    );
  return answered<unknown>(
    api.PATCH('/therapists/{therapistId}', {
      params: { path: { therapistId: id }, header },
      body: {
        name,
        expertise: expertiseOf(to.expertise),
        location: to.location.trim(),
        bio: emptyIsNull(to.bio),
      },
    }),
  );
}

/** What somebody's details say, to compare two versions. */
export const saidOf = ({ expertise, ...rest }: Details): string =>
  [rest.name, rest.phone, expertiseOf(expertise).join(', '), rest.location, rest.bio]
    .filter(Boolean)
    .join('\n');

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
