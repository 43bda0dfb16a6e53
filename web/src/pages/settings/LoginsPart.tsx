import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';
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

/** Where the person is logged in; each of them can be ended. */
export function LoginsPart() {
  const t = useTexts(settingsTexts);
  const query = useQuery({ queryKey: ['logins'], queryFn: () => answered(api.GET('/me/logins')) });
  return (
    <Section title={t.parts.logins}>
      <p className="quiet">{t.loginsIntro}</p>
      <Read query={query}>
        {({ items }) => (
          <Stack gap={3}>
            {!items.length && <Empty>{t.noLogins}</Empty>}
            {items.map((each) => (
              <LoginCard key={each.loginId} login={each} />
            ))}
          </Stack>
        )}
      </Read>
    </Section>
  );
}

function LoginCard({ login }: { login: Schemas['LoginAnswer'] }) {
  const t = useTexts(settingsTexts);
  const format = useFormats();
  const device = login.device ?? t.unnamed;
  const ending = useAction(
    (loginId: string) =>
      answered(api.DELETE('/me/logins/{loginId}', { params: { path: { loginId } } })),
    { changes: [['logins']], onDone: () => announce(t.ended) },
  );
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
