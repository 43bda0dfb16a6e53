import { useParams } from 'wouter';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { useHome } from '../../shared/home';
import { useMyTherapists, useTherapist } from '../../shared/people';
import { sharedTexts } from '../../shared/texts';
import { Badge, FailureNotice, Page, Read, Row } from '../../ui';
import { Between } from './Between';
import { therapistTexts } from './texts';

/** Who a therapist is, and how the client stands to them. */
export default function TherapistPage() {
  const t = useTexts(therapistTexts);
  const { verified } = useTexts(sharedTexts);
  const { therapistId = '' } = useParams();
  const query = useTherapist(therapistId);
  const mine = useAll(useMyTherapists());
  const home = useHome();
  const related = mine.items.find((each) => each.therapistId === therapistId);
  const isAllRead = !mine.isLoading && !mine.hasMore && !mine.failure;
  return (
    <Page title={t.profile} heading={query.data?.name ?? t.profile}>
      <Read query={query}>
        {(therapist) => (
          <>
            <Row gap={2}>
              {therapist.verifiedAt && <Badge tone="good">{verified}</Badge>}
              {therapist.expertise.map((each) => (
                <Badge key={each}>{each}</Badge>
              ))}
            </Row>
            <p className="quiet">
              {[therapist.location, therapist.timezone && t.aboutZone(therapist.timezone)]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <p className="typed">{therapist.bio ?? t.noBio}</p>
            <FailureNotice failure={mine.failure} onRetry={mine.retry} />
            {(related || isAllRead) && (
              <div {...home.place} aria-label={t.betweenYou}>
                <Between
                  therapistId={therapistId}
                  name={therapist.name}
                  between={related?.between}
                  onDone={home.goHome}
                />
              </div>
            )}
          </>
        )}
      </Read>
    </Page>
  );
}
