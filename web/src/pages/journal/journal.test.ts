import type { Schemas } from '../../api/client';
import {
  choices,
  EMPTY,
  feelingOf,
  formOf,
  gapOf,
  valuesOf,
  withFamily,
  withStrength,
} from './entryForm';
import { ALL_FAMILIES, familyOf, SHAPES } from './feelings';
import { WORDS } from './feelingWords.de';
import { UNFILTERED, whichOf } from './filter';
import { daysFrom, marksOf, sums } from './trends';
import { whenOf } from './when';

const VOCABULARY: Schemas['FeelingsAnswer'] = {
  version: 1,
  families: [{ family: 'fear', light: ['uneasy'], medium: ['worried'], strong: ['terrified'] }],
};
const ENTRY = {
  feeling: 'worried',
  family: 'fear',
  intensity: 6,
  words: 'rain',
  private: true,
} as Schemas['EntryAnswer'];

test('family and strength lead to the words to choose from', () => {
  const form = withStrength(withFamily(EMPTY, 'fear'), 'medium');
  expect(choices(VOCABULARY, form)).toEqual(['worried']);
  expect(choices(VOCABULARY, EMPTY)).toEqual([]);
});

test('a strength suggests how strong it is, and another family begins anew', () => {
  const form = withStrength(withFamily(EMPTY, 'fear'), 'strong');
  expect(form.intensity).toBe(8);
  expect(withFamily({ ...form, word: 'terrified' }, 'hurt')).toMatchObject({
    word: '',
    strength: undefined,
  });
});

test('a word of one’s own comes before one of the vocabulary', () => {
  expect(feelingOf({ ...EMPTY, word: 'worried', ownWord: '  autumnal ' })).toBe('autumnal');
  expect(feelingOf({ ...EMPTY, word: 'worried' })).toBe('worried');
});

test('an entry is changed as it was written', () => {
  const form = formOf(ENTRY, VOCABULARY);
  expect(form).toMatchObject({ family: 'fear', strength: 'medium', word: 'worried', ownWord: '' });
  expect(valuesOf(form)).toEqual({
    feeling: 'worried',
    intensity: 6,
    words: 'rain',
    private: true,
  });
});

test('an entry with a word of one’s own keeps it', () => {
  const form = formOf({ ...ENTRY, feeling: 'autumnal', family: null, words: null }, VOCABULARY);
  expect(form).toMatchObject({ family: 'other', word: '', ownWord: 'autumnal', words: '' });
  expect(valuesOf({ ...form, words: '   ' }).words).toBeNull();
});

test('an entry whose word of the vocabulary was typed by hand can be changed and saved', () => {
  const form = formOf({ ...ENTRY, feeling: 'Worried' }, VOCABULARY);
  expect(form).toMatchObject({ family: 'fear', strength: undefined, ownWord: 'Worried' });
  expect(gapOf(form)).toBeUndefined();
});

test('when it was felt is read in the person’s zone, and never in the future', () => {
  const now = Date.parse('2026-03-03T09:00:00Z');
  const at = (feltAt: string, isEarlier = true) =>
    whenOf({ ...EMPTY, isEarlier, feltAt }, 'Europe/Berlin', now);
  expect(at('2026-03-03T10:00')).toEqual({ feltAt: '2026-03-03T09:00:00.000Z' });
  expect(at('2026-03-03T10:01')).toEqual({ fault: 'future' });
  expect([at(''), at('12345-01-01T10:00')]).toEqual([{ fault: 'missing' }, { fault: 'missing' }]);
  expect(at('2026-03-03T10:01', false)).toEqual({});
});

test('every family has a shape of its own, so that colour is not all', () => {
  const shapes = ALL_FAMILIES.map((family) => SHAPES[family]);
  expect(new Set(shapes).size).toBe(ALL_FAMILIES.length);
  expect([familyOf({ family: 'fear' }), familyOf({ family: null })]).toEqual(['fear', 'other']);
});

test('no two words of one family are the same in German', () => {
  expect(new Set(Object.values(WORDS)).size).toBe(Object.keys(WORDS).length);
});

test('days add up by family, the most frequent first', () => {
  const family = (name: string, count: number, intensitySum: number) => ({
    family: name,
    count,
    intensitySum,
    meanIntensity: intensitySum / count,
  });
  const days = [
    { day: '2026-03-02', families: [family('fear', 1, 4), family('hurt', 1, 9)] },
    { day: '2026-03-01', families: [family('fear', 2, 14)] },
  ];
  expect(sums(days)).toEqual([
    { family: 'fear', count: 3, mean: 6 },
    { family: 'hurt', count: 1, mean: 9 },
  ]);
});

test('a filter’s days are whole ones of the person’s zone, also where the clocks change', () => {
  const filter = { ...UNFILTERED, from: '2026-03-29', to: '2026-03-29', family: 'fear' } as const;
  expect(whichOf(filter, 'Europe/Berlin')).toEqual({
    which: {
      feeling: 'fear',
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T22:00:00.000Z',
    },
    isBackwards: false,
  });
  expect(whichOf({ ...filter, word: 'worried' }, 'UTC').which.feeling).toBe('worried');
});

test('days are counted across the end of a month', () => {
  expect(daysFrom('2026-02-27', '2026-03-02')).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ]);
});

test('feelings that were as strong on one day stand side by side in the chart', () => {
  const felt = (family: string, meanIntensity: number) => ({
    family,
    meanIntensity,
    count: 1,
    intensitySum: meanIntensity,
  });
  const families = [felt('fear', 5), felt('hurt', 5), felt('anger', 9)];
  const marks = marksOf([{ day: '2026-03-01', families }]);
  expect(marks.map(({ family, aside }) => [family, aside])).toEqual([
    ['fear', -0.5],
    ['hurt', 0.5],
    ['anger', 0],
  ]);
});
