import type { Schemas } from '../api/client';

const STAMPS = { version: 1, createdAt: '2026-03-01T09:00:00Z', updatedAt: '2026-03-01T09:00:00Z' };
const PAIR = { clientId: 'c-ada', therapistId: 't-tomasz' };

/** A moment so many hours from now, as RFC 3339. */
export const inHours = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

export const between = (
  change: Partial<Schemas['BetweenAnswer']> = {},
): Schemas['BetweenAnswer'] => ({
  mapping: 'active',
  journalAccess: 'none',
  contact: 'open',
  mappingRequestId: null,
  mappingRequestUntil: null,
  accessRequestId: null,
  accessRequestUntil: null,
  ...change,
});

export const relatedTherapist = (
  change: Partial<Schemas['BetweenAnswer']> = {},
): Schemas['RelatedTherapistAnswer'] => ({
  therapistId: 't-tomasz',
  name: 'Tomasz',
  expertise: ['burnout'],
  location: 'Berlin',
  verified: true,
  between: between(change),
});

export const relatedClient = (
  change: Partial<Schemas['BetweenAnswer']> = {},
): Schemas['RelatedClientAnswer'] => ({ clientId: 'c-ada', name: 'Ada', between: between(change) });

export const aSession = (
  change: Partial<Schemas['SessionAnswer']> = {},
): Schemas['SessionAnswer'] => ({
  ...PAIR,
  ...STAMPS,
  sessionId: 's-1',
  slotId: 'slot-1',
  requestId: null,
  startsAt: inHours(48),
  endsAt: inHours(49),
  cancelUntil: inHours(24),
  timezone: 'Europe/Berlin',
  place: null,
  status: 'scheduled',
  cancelledBy: null,
  cancelledAt: null,
  cancelReason: null,
  ...change,
});

export const aSlot = (change: Partial<Schemas['SlotAnswer']> = {}): Schemas['SlotAnswer'] => ({
  slotId: 'slot-1',
  therapistId: 't-tomasz',
  startsAt: inHours(48),
  endsAt: inHours(49),
  timezone: 'Europe/Berlin',
  status: 'open',
  requestId: null,
  heldUntil: null,
  sessionId: null,
  ruleId: null,
  version: 1,
  ...change,
});

export const aRequest = (
  change: Partial<Schemas['RequestAnswer']> = {},
): Schemas['RequestAnswer'] => ({
  ...PAIR,
  ...STAMPS,
  requestId: 'r-1',
  clientEmail: null,
  askedBy: 'therapist',
  status: 'pending',
  expiresAt: inHours(100),
  answeredAt: null,
  ...change,
});

export const anAppointment = (
  change: Partial<Schemas['AppointmentRequestAnswer']> = {},
): Schemas['AppointmentRequestAnswer'] => ({
  ...PAIR,
  ...STAMPS,
  requestId: 'a-1',
  slotId: 'slot-1',
  startsAt: inHours(48),
  endsAt: inHours(49),
  status: 'pending',
  expiresAt: inHours(20),
  reason: 'Work follows me home.',
  answeredAt: null,
  sessionId: null,
  ...change,
});

export const anEntry = (change: Partial<Schemas['EntryAnswer']> = {}): Schemas['EntryAnswer'] => ({
  clientId: 'c-ada',
  entryId: 'e-1',
  feltAt: '2026-03-02T09:00:00Z',
  feltOn: '2026-03-02',
  timezone: 'Europe/London',
  writtenAt: '2026-03-02T09:00:00Z',
  feeling: 'worried',
  family: 'fear',
  intensity: 6,
  words: 'It rained all day.',
  private: false,
  vocabularyVersion: 1,
  version: 1,
  updatedAt: null,
  ...change,
});

export const aNote = (change: Partial<Schemas['NoteAnswer']> = {}): Schemas['NoteAnswer'] => ({
  ...STAMPS,
  sessionId: 's-1',
  note: 'shared',
  text: 'We talked.',
  assignments: ['Walk.'],
  signedAt: null,
  ...change,
});

export const VOCABULARY: Schemas['FeelingsAnswer'] = {
  version: 1,
  families: [{ family: 'fear', light: ['uneasy'], medium: ['worried'], strong: ['terrified'] }],
};
