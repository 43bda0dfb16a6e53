import type { ComponentType } from 'react';
import type { Role } from '../session/state';
import { later } from './later';

/** A page that only somebody who is logged in sees; each is loaded when it is first needed. */
interface PageRoute {
  path: string;
  roles: readonly Role[];
  Page: ComponentType;
}

const page = (
  path: string,
  roles: readonly Role[],
  load: Parameters<typeof later>[0],
): PageRoute => ({
  path,
  roles,
  Page: later(load),
});

const CLIENT = ['client'] as const;
const THERAPIST = ['therapist'] as const;
const ADMIN = ['admin'] as const;
const BOTH = ['client', 'therapist'] as const;
const ALL = ['client', 'therapist', 'admin'] as const;

/** Every page of the site behind the log-in. Ids in paths mean nothing to anybody else. */
export const ROUTES: readonly PageRoute[] = [
  page('/app', CLIENT, () => import('../pages/home/HomePage')),
  page('/app/journal', CLIENT, () => import('../pages/journal/JournalPage')),
  page('/app/journal/new', CLIENT, () => import('../pages/journal/CheckInPage')),
  page('/app/journal/month', CLIENT, () => import('../pages/journal/MonthPage')),
  page('/app/journal/trends', CLIENT, () => import('../pages/journal/TrendsPage')),
  page('/app/journal/:entryId', CLIENT, () => import('../pages/journal/EntryPage')),
  page('/app/therapists', CLIENT, () => import('../pages/therapists/FindPage')),
  page('/app/therapists/mine', CLIENT, () => import('../pages/therapists/MinePage')),
  page('/app/therapists/readers', CLIENT, () => import('../pages/therapists/ReadersPage')),
  page('/app/therapists/:therapistId', CLIENT, () => import('../pages/therapists/TherapistPage')),
  page('/app/appointments', CLIENT, () => import('../pages/appointments/AppointmentsPage')),
  page('/app/appointments/:therapistId', CLIENT, () => import('../pages/appointments/BookPage')),
  page('/app/sessions', CLIENT, () => import('../pages/sessions/SessionsPage')),
  page('/app/sessions/:sessionId', BOTH, () => import('../pages/sessions/SessionPage')),
  page('/app/messages', BOTH, () => import('../pages/messages/ConversationsPage')),
  page(
    '/app/messages/:clientId/:therapistId',
    BOTH,
    () => import('../pages/messages/ConversationPage'),
  ),
  page('/app/search', BOTH, () => import('../pages/search/SearchPage')),
  page('/app', THERAPIST, () => import('../pages/calendar/CalendarPage')),
  page('/app/calendar/publish', THERAPIST, () => import('../pages/calendar/PublishPage')),
  page('/app/requests', THERAPIST, () => import('../pages/requests/RequestsPage')),
  page('/app/clients', THERAPIST, () => import('../pages/clients/ClientsPage')),
  page('/app/clients/:clientId', THERAPIST, () => import('../pages/clients/ClientPage')),
  page('/app/clients/:clientId/:tab', THERAPIST, () => import('../pages/clients/ClientPage')),
  page('/app/notes', THERAPIST, () => import('../pages/notes/NotesPage')),
  page('/app/notes/:sessionId', THERAPIST, () => import('../pages/notes/NotePage')),
  page('/app', ADMIN, () => import('../pages/admin/AccountsPage')),
  page('/app/verification', ADMIN, () => import('../pages/admin/VerificationPage')),
  page('/app/audit', ADMIN, () => import('../pages/admin/AuditPage')),
  page('/app/settings', ALL, () => import('../pages/settings/SettingsPage')),
  page('/app/settings/:part', ALL, () => import('../pages/settings/SettingsPage')),
];
