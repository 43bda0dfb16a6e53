import type { Schemas } from '../../api/client';
import { choices, EMPTY, feelingOf, formOf, valuesOf, withFamily, withStrength } from './entryForm';
import { ALL_FAMILIES, familyOf, SHAPES } from './feelings';
import { WORDS } from './feelingWords.de';
import { sums } from './trends';

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
