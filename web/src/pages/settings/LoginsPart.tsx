import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { answered, api, type Schemas } from '../../api/client';
import { failureOf } from '../../api/failure';
import { useAction } from '../../api/queries';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import {
  announce,
  Badge,
  Button,
  Card,
  Empty,
  FailureNotice,
  Read,
  Row,
  Section,
  Stack,
} from '../../ui';
import { settingsTexts } from './texts';

type Login = Schemas['LoginAnswer'];

interface Ended {
  onEnded(text: string): void;
}

/** Where the person is logged in; each of them can be ended. */
export function LoginsPart() {
  const t = useTexts(settingsTexts);
  const intro = useRef<HTMLParagraphElement>(null);
  const onEnded = (text: string) => {
    announce(text);
    // The button that was pressed goes away with its log-in.
    intro.current?.focus();
  };
  const query = useQuery({ queryKey: ['logins'], queryFn: () => answered(api.GET('/me/logins')) });
  return (
    <Section title={t.parts.logins}>
      <p className="quiet" ref={intro} tabIndex={-1}>
        {t.loginsIntro}
      </p>
      <Read query={query}>
        {({ items }) => (
          <Stack gap={3}>
            {!items.length && <Empty>{t.noLogins}</Empty>}
            {items.map((each) => (
              <LoginCard key={each.loginId} login={each} onEnded={onEnded} />
            ))}
            <EndOthers others={items.filter((each) => !each.current)} onEnded={onEnded} />
          </Stack>
        )}
      </Read>
    </Section>
  );
}

/** End every log-in but this one. */
function EndOthers({ others, onEnded }: { others: Login[] } & Ended) {
  const t = useTexts(settingsTexts);
  const ending = useAction((loginIds: string[]) => endEach(loginIds), {
    changes: [['logins']],
    onDone: () => onEnded(t.endedOthers),
  });
  if (others.length < 2 && !ending.failure) return null;
  return (
    <>
      <FailureNotice failure={ending.failure} />
      <div>
        <Button
          kind="danger"
          busy={ending.busy}
          onClick={() => void ending.run(others.map((each) => each.loginId))}
        >
          {t.endOthers}
        </Button>
      </div>
    </>
  );
}

const end = (loginId: string): Promise<unknown> =>
  answered<unknown>(api.DELETE('/me/logins/{loginId}', { params: { path: { loginId } } }));

/** End log-ins one after the other; one that has ended in the meantime is as it should be. */
async function endEach(loginIds: string[]): Promise<void> {
  for (const loginId of loginIds)
    await end(loginId).catch((error: unknown) => {
      if (failureOf(error).status !== 404) throw error;
    });
}

function LoginCard({ login, onEnded }: { login: Login } & Ended) {
  const t = useTexts(settingsTexts);
  const format = useFormats();
  const device = login.device ?? t.unnamed;
  const ending = useAction(end, { changes: [['logins']], onDone: () => onEnded(t.ended) });
  return (
    <Card>
      <Row gap={3}>
        <Stack gap={1}>
          <Row gap={2}>
            <strong>{device}</strong>
            {login.current && <Badge tone="good">{t.thisOne}</Badge>}
          </Row>
          <span className="quiet small">{t.lastUsed(format.dayAndTime(login.lastUsedAt))}</span>
        </Stack>
        {!login.current && (
          <Button
            kind="danger"
            busy={ending.busy}
            aria-label={t.endName(device)}
            onClick={() => void ending.run(login.loginId)}
          >
            {t.end}
          </Button>
        )}
      </Row>
      <FailureNotice failure={ending.failure} />
    </Card>
  );
}
