import { useTexts } from '../../i18n';
import { useProfileId } from '../../session/session';
import { useTherapistName } from '../../shared/people';
import { useFormats } from '../../time/formats';
import { announce, Button, Card, FailureNotice, Row, Stack } from '../../ui';
import { useConsents } from './consents';
import { useJournalDoor } from './requests';
import { therapistTexts } from './texts';
import styles from './therapists.module.css';

interface Props {
  therapistId: string;
  /** Whether the therapist may read the journal now. */
  isOpen: boolean;
  onTurned(): void;
}

/** A therapist, and the one step by which the journal is opened to them, or closed. */
export function Reader({ therapistId, isOpen, onTurned }: Props) {
  const t = useTexts(therapistTexts);
  const clientId = useProfileId();
  const name = useTherapistName(therapistId);
  const door = useJournalDoor(() => {
    announce(isOpen ? t.revoked(name) : t.granted(name));
    onTurned();
  });
  const turn = () => void door.run({ clientId, therapistId, isOpen: !isOpen });
  return (
    <Card>
      <Row className={styles.apart}>
        <Stack gap={1}>
          <h3>{name}</h3>
          {isOpen ? (
            <Since therapistId={therapistId} />
          ) : (
            <p className="quiet small">{t.grantText}</p>
          )}
        </Stack>
        <Button kind={isOpen ? 'danger' : 'plain'} busy={door.busy} onClick={turn}>
          {isOpen ? t.revoke : t.grant}
        </Button>
      </Row>
      <FailureNotice failure={door.failure} />
    </Card>
  );
}

/** Since when a therapist may read: the latest grant in the record of consent. */
function Since({ therapistId }: { therapistId: string }) {
  const t = useTexts(therapistTexts);
  const format = useFormats();
  const granted = useConsents().items.find(
    (each) =>
      each.therapistId === therapistId &&
      each.about === 'journal_access' &&
      each.step === 'granted',
  );
  return granted ? <p className="quiet small">{t.since(format.day(granted.happenedAt))}</p> : null;
}
