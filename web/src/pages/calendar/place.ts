import { today, type CalendarDate } from '@internationalized/date';
import { useSearchParams } from 'wouter';
import { dayFrom } from '../../time/days';
import { useZone } from '../../time/zone';
import { VIEWS, type View } from './spans';

/** A phone is too narrow for a week. */
const NARROW = '(max-width: 60rem)';

export interface Place {
  day: CalendarDate;
  view: View;
  show(next: { day?: CalendarDate; view?: View }): void;
}

/** Where in the calendar somebody is. It is in the address, so that they come back to it. */
export function usePlace(): Place {
  const zone = useZone();
  const [query, setQuery] = useSearchParams();
  const view = VIEWS.find((each) => each === query.get('view')) ?? usualView();
  const day = dayFrom(query.get('day') ?? '') ?? today(zone);
  return {
    day,
    view,
    show: (next) =>
      setQuery({ day: (next.day ?? day).toString(), view: next.view ?? view }, { replace: true }),
  };
}

const usualView = (): View =>
  typeof matchMedia === 'function' && matchMedia(NARROW).matches ? 'agenda' : 'week';
