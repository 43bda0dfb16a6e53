import { useTexts } from '../../i18n';
import type { Receipt } from '../../session/state';
import { useFormats } from '../../time/formats';
import { Button, Notice, Row, Section, Stack } from '../../ui';
import { save } from './download';
import styles from './settings.module.css';
import { settingsTexts } from './texts';

/** What was erased and what was kept, and why. */
export default function ReceiptView({ receipt }: { receipt: Receipt }) {
  const t = useTexts(settingsTexts);
  const format = useFormats();
  const outcome: Readonly<Record<string, string>> = t.outcome;
  const keep = () =>
    save(
      new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }),
      'receipt.json',
    );
  return (
    <Section title={t.receipt}>
      <Stack>
        <Notice tone="good">
          {t.receiptText(receipt.receiptId, format.dayAndTime(receipt.erasedAt))}
        </Notice>
        <div className={styles.scroll} role="region" tabIndex={0} aria-label={t.receipt}>
          <table>
            <thead>
              <tr>
                {[t.part, '', t.many, t.why].map((head, index) => (
                  <th key={index} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {receipt.lines.map((line) => (
                <tr key={line.category + line.outcome}>
                  <th scope="row">{line.category}</th>
                  <td>{outcome[line.outcome] ?? line.outcome}</td>
                  <td>{line.count}</td>
                  <td>{line.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Row>
          <Button onClick={keep}>{t.receiptSave}</Button>
        </Row>
      </Stack>
    </Section>
  );
}
