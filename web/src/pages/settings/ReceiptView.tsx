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
        <div className={styles.scroll} role="region" tabIndex={0} aria-label={t.receipt}>
          <table className={styles.receipt}>
            <thead>
              <tr>
                {[t.part, t.became, t.many, t.why].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.part + line.outcome}>
                  <th scope="row">{line.part}</th>
                  <td>{line.outcome}</td>
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
