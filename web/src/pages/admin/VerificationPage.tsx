import { answered, api, ifMatch } from '../../api/client';
import { useConditional } from '../../api/conditional';
import { useTexts } from '../../i18n';
import type { Therapist } from '../../shared/people';
import { useFormats } from '../../time/formats';
import {
  announce,
  Button,
  Card,
  FailureNotice,
  Notice,
  Page,
  PagedList,
  Row,
  Section,
  Stack,
} from '../../ui';
import styles from './admin.module.css';
import { useTherapists } from './people';
import { adminTexts } from './texts';

/** Therapists whom somebody has to make sure of, and those whom somebody did. */
export default function VerificationPage() {
  const t = useTexts(adminTexts);
  const list = useTherapists();
  const of = (isVerified: boolean) => ({
    ...list,
    items: list.items.filter((each) => (each.verifiedAt !== null) === isVerified),
  });
  const keyOf = (each: Therapist) => each.therapistId;
  return (
    <Page title={t.verification} intro={t.verificationIntro}>
      <Section title={t.unverifiedFirst}>
        <PagedList
          list={{ ...of(false), hasMore: false }}
          label={t.unverifiedFirst}
          empty={t.noUnverified}
          keyOf={keyOf}
        >
          {(each) => <TherapistCard therapist={each} />}
        </PagedList>
      </Section>
      <Section title={t.verifiedOnes}>
        <PagedList list={of(true)} label={t.verifiedOnes} empty={t.noVerified} keyOf={keyOf}>
          {(each) => <TherapistCard therapist={each} />}
        </PagedList>
      </Section>
    </Page>
  );
}

function TherapistCard({ therapist }: { therapist: Therapist }) {
  const t = useTexts(adminTexts);
  const format = useFormats();
  const turning = useVerification(therapist);
  const isVerified = therapist.verifiedAt !== null;
  const version = turning.conflict?.theirs.version ?? therapist.version ?? 0;
  const action = isVerified ? t.unverify : t.verify;
  return (
    <Card>
      <Row className={styles.apart}>
        <Stack gap={1}>
          <h3>{therapist.name}</h3>
          <p className="quiet small">
            {[therapist.email, therapist.location, ...therapist.expertise]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {therapist.verifiedAt && (
            <p className="quiet small">{t.verifiedSince(format.day(therapist.verifiedAt))}</p>
          )}
        </Stack>
        <Button
          kind={isVerified ? 'danger' : 'main'}
          busy={turning.busy}
          aria-label={`${action}: ${therapist.name}`}
          onClick={() => void turning.save(!isVerified, version)}
        >
          {action}
        </Button>
      </Row>
      {turning.conflict && <Notice tone="warm">{t.changed}</Notice>}
      <FailureNotice failure={turning.failure} />
    </Card>
  );
}

function useVerification({ therapistId }: Therapist) {
  const t = useTexts(adminTexts);
  const path = { therapistId };
  const reread = async () => {
    const now = await answered(api.GET('/therapists/{therapistId}', { params: { path } }));
    return { ...now, version: now.version ?? 0 };
  };
  return useConditional({
    send: async (isVerified: boolean, version) => {
      // The list names no version; then it is about the therapist as they are now.
      const params = { path, header: ifMatch(version || (await reread()).version) };
      await answered<unknown>(
        isVerified
          ? api.PUT('/therapists/{therapistId}/verification', { params })
          : api.DELETE('/therapists/{therapistId}/verification', { params }),
      );
      announce(isVerified ? t.didVerify : t.didUnverify);
    },
    reread,
    changes: [['admin'], ['therapist'], ['therapists']],
  });
}
