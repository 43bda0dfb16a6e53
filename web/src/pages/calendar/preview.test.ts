import cases from './weeklyCases.json';
import { preview, type Fault, type Made, type Rule } from './preview';

const RULE: Rule = {
  weekdays: ['monday'],
  times: ['09:00'],
  minutes: 50,
  firstDay: '2026-03-02',
  lastDay: '2026-03-31',
  zone: 'Europe/Berlin',
};
const LONG_AGO = Date.parse('2026-01-01T00:00:00Z');

const made = (
  change: Partial<Rule>,
  taken: { startsAt: string; endsAt: string }[] = [],
  now = LONG_AGO,
) => preview({ ...RULE, ...change }, taken, now) as Made[];
const starts = (all: Made[]) => all.map((each) => each.startsAt.slice(0, 16));

test('a time of the wall clock stays the same when the clocks change', () => {
  expect(starts(made({}))).toEqual([
    '2026-03-02T08:00',
    '2026-03-09T08:00',
    '2026-03-16T08:00',
    '2026-03-23T08:00',
    '2026-03-30T07:00',
  ]);
});

test('a time that does not exist moves forward by the gap, and says so', () => {
  const [only] = made({
    weekdays: ['sunday'],
    times: ['02:30'],
    firstDay: '2026-03-29',
    lastDay: '2026-03-29',
  });
  expect(only).toMatchObject({
    startsAt: '2026-03-29T01:30:00.000Z',
    clocksChange: true,
    isMoved: true,
  });
});

test('a time that comes twice is the first of the two', () => {
  const [only] = made({
    weekdays: ['sunday'],
    times: ['02:30'],
    firstDay: '2026-10-25',
    lastDay: '2026-10-25',
  });
  expect(only).toMatchObject({ startsAt: '2026-10-25T00:30:00.000Z', isMoved: false });
});

test('what a change of clocks makes overlap is left out', () => {
  const change = {
    weekdays: ['sunday'] as const,
    times: ['02:30', '03:20'],
    firstDay: '2026-03-29',
    lastDay: '2026-03-29',
  };
  expect(starts(made(change))).toEqual(['2026-03-29T01:20']);
});

test('what is past or taken stays in sight, with the reason', () => {
  const taken = [{ startsAt: '2026-03-09T08:30:00Z', endsAt: '2026-03-09T09:00:00Z' }];
  const all = made({}, taken, Date.parse('2026-03-02T08:00:00Z'));
  expect(all.map((each) => each.leftOut)).toEqual([
    'past',
    'taken',
    undefined,
    undefined,
    undefined,
  ]);
});

test('slots that only touch are both there', () => {
  const taken = [{ startsAt: '2026-03-09T08:50:00Z', endsAt: '2026-03-09T09:40:00Z' }];
  expect(made({}, taken)[1]?.leftOut).toBeUndefined();
});

test.each<[Partial<Rule>, Fault]>([
  [{ weekdays: [] }, 'nothing'],
  [{ times: [] }, 'nothing'],
  [{ firstDay: '' }, 'nothing'],
  [{ lastDay: '2026-02-01' }, 'nothing'],
  [{ lastDay: '2027-06-01' }, 'tooLong'],
  [{ times: ['09:00', '09:30'] }, 'overlaps'],
  [{ weekdays: ['monday', 'tuesday'], times: ['00:10', '23:40'], minutes: 45 }, 'overlaps'],
  [
    {
      weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      times: ['09:00', '10:00'],
      lastDay: '2026-12-31',
    },
    'tooMany',
  ],
])('%j makes nothing, because: %s', (change, fault) => {
  expect(preview({ ...RULE, ...change }, [], LONG_AGO)).toBe(fault);
});

const toTheMinute = (each: Made) => `${each.startsAt.slice(0, 16)}Z`;

test.each(cases.map((each) => [each.what, each] as const))(
  'the preview shows what the API makes of it (%s)',
  (_, { rule, now, begin }) => {
    const found = preview(rule as Rule, [], Date.parse(now));
    expect(typeof found === 'string' ? null : found.map(toTheMinute)).toEqual(begin);
  },
);
