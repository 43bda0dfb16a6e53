import type { Schemas } from '../../api/client';
import { dayFrom } from '../../time/days';
import { momentOf } from '../../time/local';
import { weekdayOf, type Fault, type Made, type Rule, type Weekday } from './preview';

type NewSlots = Schemas['NewSlots'];

/** What is filled in to offer one time or many. */
export interface OfferForm {
  kind: 'one' | 'weekly';
  day: string;
  time: string;
  minutes: number;
  zone: string;
  weekdays: readonly Weekday[];
  times: readonly string[];
  firstDay: string;
  lastDay: string;
}

/** The rule that a form stands for; one time is a rule of one day. */
export function ruleOf(form: OfferForm): Rule {
  const { minutes, zone, firstDay, lastDay, times, weekdays } = form;
  if (form.kind === 'weekly') return { minutes, zone, firstDay, lastDay, times, weekdays };
  const day = dayFrom(form.day);
  return {
    minutes,
    zone,
    firstDay: form.day,
    lastDay: form.day,
    times: form.time ? [form.time] : [],
    weekdays: day ? [weekdayOf(day)] : [],
  };
}

/** What is sent for a form that `faultOf` finds nothing wrong with. */
export function bodyOf(form: OfferForm): NewSlots {
  const length = { durationMinutes: form.minutes, timezone: form.zone };
  if (form.kind === 'one')
    return { ...length, startsAt: momentOf(`${form.day}T${form.time}`, form.zone) };
  const { weekdays, times, firstDay, lastDay } = form;
  return { ...length, weekly: { weekdays: [...weekdays], times: [...times], firstDay, lastDay } };
}

/**
 * Why a form can't be sent as it is. A rule may make some times that are past, one time may not be;
 * whether it is free is for the API to say, which knows it now.
 */
export function faultOf(
  form: OfferForm,
  made: Made[] | Fault,
): Fault | 'incomplete' | 'past' | undefined {
  const isOne = form.kind === 'one';
  if (typeof made === 'string') return isOne && made === 'nothing' ? 'incomplete' : made;
  return isOne && made[0]?.leftOut === 'past' ? 'past' : undefined;
}
