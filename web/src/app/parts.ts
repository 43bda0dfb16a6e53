import {
  BadgeCheck,
  Calendar,
  CalendarCheck,
  House,
  Inbox,
  Mail,
  NotebookPen,
  Search,
  Settings,
  ScrollText,
  UserRoundSearch,
  Users,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import type { Role } from '../session/state';
import type { appTexts } from './texts';

/** A part of the site, as the navigation shows it. */
export interface Part {
  to: string;
  name: keyof (typeof appTexts)['en']['nav'];
  icon: LucideIcon;
}

const part = (to: string, name: Part['name'], icon: LucideIcon): Part => ({ to, name, icon });

const MESSAGES = part('/app/messages', 'messages', Mail);
const SEARCH = part('/app/search', 'search', Search);
const SETTINGS = part('/app/settings', 'settings', Settings);

/** The parts that each role has, the most used first: on a phone four of them are in sight. */
export const PARTS: Readonly<Record<Role, readonly Part[]>> = {
  client: [
    part('/app', 'home', House),
    part('/app/journal', 'journal', NotebookPen),
    part('/app/appointments', 'appointments', CalendarCheck),
    MESSAGES,
    part('/app/sessions', 'sessions', Calendar),
    part('/app/therapists', 'therapists', UserRoundSearch),
    SEARCH,
    SETTINGS,
  ],
  therapist: [
    part('/app', 'calendar', Calendar),
    part('/app/requests', 'requests', Inbox),
    part('/app/clients', 'clients', UsersRound),
    MESSAGES,
    part('/app/notes', 'notes', NotebookPen),
    SEARCH,
    SETTINGS,
  ],
  admin: [
    part('/app', 'accounts', Users),
    part('/app/verification', 'verification', BadgeCheck),
    part('/app/audit', 'audit', ScrollText),
    SETTINGS,
  ],
};
