import type { RelatedClient } from '../../shared/people';

/** What every tab of a client gets. */
export interface TabProps {
  clientId: string;
  name: string;
  between: RelatedClient['between'];
}
