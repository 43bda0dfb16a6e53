import { useState } from 'react';
import { answered, api } from '../../api/client';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { announce, Button, FailureNotice, Notice, Row, Section, Stack } from '../../ui';
import styles from './settings.module.css';
import { settingsTexts } from './texts';

/** A private address that a calendar subscribes to. */
export function CalendarPart() {
  const t = useTexts(settingsTexts);
  const [url, setUrl] = useState<string>();
  const making = useAction(() => answered(api.POST('/me/calendar-feed')), {
    onDone: (feed) => setUrl(feed.url),
  });
  const closing = useAction(() => answered(api.DELETE('/me/calendar-feed')), {
    onDone: () => {
      setUrl(undefined);
      announce(t.feedClosed);
    },
  });
  return (
    <Section title={t.parts.calendar}>
      <Stack>
        <p>{t.feedIntro}</p>
        {url && <Address url={url} />}
        <FailureNotice failure={making.failure ?? closing.failure} />
        <Row>
          <Button kind="main" busy={making.busy} onClick={() => void making.run('new')}>
            {url ? t.renewFeed : t.makeFeed}
          </Button>
          <Button kind="danger" busy={closing.busy} onClick={() => void closing.run('gone')}>
            {t.closeFeed}
          </Button>
        </Row>
      </Stack>
    </Section>
  );
}

function Address({ url }: { url: string }) {
  const t = useTexts(settingsTexts);
  const [copied, setCopied] = useState<'copied' | 'notCopied'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied('copied');
    } catch {
      setCopied('notCopied');
    }
  };
  return (
    <Stack gap={2}>
      <Notice tone="warm">{t.feedWarning}</Notice>
      <code className={styles.url} aria-label={t.feedUrl}>
        {url}
      </code>
      <div>
        <Button onClick={() => void copy()}>{t.copy}</Button>
      </div>
      <p role="status" className="quiet small">
        {copied && t[copied]}
      </p>
    </Stack>
  );
}
