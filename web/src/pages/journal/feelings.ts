import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';
import { usePreferences } from '../../preferences/preferences';

export const FAMILIES = [
  'happiness',
  'caring',
  'depression',
  'inadequacy',
  'fear',
  'confusion',
  'hurt',
  'anger',
  'loneliness',
  'remorse',
] as const;

/** A family of feelings; a word of one's own belongs to the others. */
export type Family = (typeof FAMILIES)[number] | 'other';
export const ALL_FAMILIES: readonly Family[] = [...FAMILIES, 'other'];

export const STRENGTHS = ['light', 'medium', 'strong'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** How strong a feeling of each strength is taken to be until the person says otherwise. */
export const USUAL_INTENSITY: Readonly<Record<Strength, number>> = {
  light: 3,
  medium: 5,
  strong: 8,
};

/** The shape that stands for each family, so that colour isn't all that tells them apart. */
export const SHAPES: Readonly<Record<Family, string>> = {
  happiness: '●',
  caring: '♥',
  depression: '▼',
  inadequacy: '◇',
  fear: '▲',
  confusion: '✕',
  hurt: '◆',
  anger: '■',
  loneliness: '○',
  remorse: '□',
  other: '✚',
};

export const familyOf = (entry: { family: string | null }): Family =>
  ALL_FAMILIES.find((known) => known === entry.family) ?? 'other';

/** The vocabulary, which hardly ever changes. */
export function useVocabulary() {
  return useQuery({
    queryKey: ['feelings'],
    queryFn: (): Promise<Schemas['FeelingsAnswer']> => answered(api.GET('/feelings')),
    staleTime: Infinity,
  });
}

/** Return a function that says a feeling in the language of the page; own words stay as they are. */
export function useFeelingWords(): (feeling: string) => string {
  const { language } = usePreferences();
  const words = useQuery({
    queryKey: ['feeling-words', language],
    queryFn: async () => (language === 'de' ? (await import('./feelingWords.de')).WORDS : {}),
    staleTime: Infinity,
  });
  const known: Record<string, string> = words.data ?? {};
  return (feeling) => known[feeling] ?? feeling;
}
