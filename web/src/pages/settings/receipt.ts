import { useTexts } from '../../i18n';
import type { Receipt } from '../../session/state';
import { useFormats } from '../../time/formats';
import { receiptTexts } from './receiptTexts';
import { settingsTexts } from './texts';

type Words = Readonly<Record<string, string>>;

interface Line {
  part: string;
  outcome: string;
  count: number;
  reason: string;
}

/** A receipt in the person's language: its heading, its lines, and all of it as a text. */
export function useReceipt({ receiptId, erasedAt, lines }: Receipt) {
  const t = useTexts(settingsTexts);
  const words: { parts: Words; reasons: Words } = useTexts(receiptTexts);
  const outcomes: Words = t.outcome;
  const heading = t.receiptText(receiptId, useFormats().dayAndTime(erasedAt));
  const said = lines.map((line): Line => ({
    part: words.parts[line.category] ?? line.category,
    outcome: outcomes[line.outcome] ?? line.outcome,
    count: line.count,
    reason: words.reasons[line.reason] ?? line.reason,
  }));
  return { heading, lines: said, text: [heading, '', ...said.map(asText), ''].join('\n') };
}

const asText = ({ part, outcome, count, reason }: Line): string =>
  `${part} (${count}): ${outcome}. ${reason}`;
