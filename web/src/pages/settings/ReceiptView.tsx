import { useTexts } from '../../i18n';
import type { Receipt } from '../../session/state';
import { Button, Notice, Row, Section, Stack } from '../../ui';
import { save } from './download';
import { useReceipt } from './receipt';
import styles from './settings.module.css';
import { settingsTexts } from './texts';

/** What was erased and what was kept, and why. */
export default function ReceiptView({ receipt }: { receipt: Receipt }) {
  const t = useTexts(settingsTexts);
  const { heading, lines, text } = useReceipt(receipt);
  const keep = () => save(new Blob([text], { type: 'text/plain;charset=utf-8' }), 'receipt.txt');
  return (
    <Section title={t.receipt}>
      <Stack>
        <Notice tone="good">{heading}</Notice>
        <ul className={styles.receipt} aria-label={t.receipt}>
          {lines.map((line) => (
            <li key={line.part + line.outcome}>
              <strong>{line.part}</strong> ({line.count}): {line.outcome}
              <p className="quiet small">{line.reason}</p>
            </li>
          ))}
        </ul>
        <Row>
          <Button onClick={keep}>{t.receiptSave}</Button>
        </Row>
      </Stack>
    </Section>
  );
}
