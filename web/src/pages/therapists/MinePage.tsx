import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { useHome } from '../../shared/home';
import { useMyTherapists, type RelatedTherapist } from '../../shared/people';
import { sharedTexts } from '../../shared/texts';
import { Badge, ButtonLink, Card, Page, PagedList, Row, Stack } from '../../ui';
import { Between } from './Between';
import { TherapistTabs } from './TherapistTabs';
import { therapistTexts } from './texts';

/** Those whose mapping has ended stand last. */
const presentFirst = (one: RelatedTherapist, other: RelatedTherapist): number =>
  Number(one.between.mapping === 'ended') - Number(other.between.mapping === 'ended');

/** Every therapist whom the client has or had to do with, and how. */
export default function MinePage() {
  const t = useTexts(therapistTexts);
  const { former, verified: isVerified } = useTexts(sharedTexts);
  const mine = useAll(useMyTherapists());
  const home = useHome();
  return (
    <Page title={t.mine}>
      <TherapistTabs />
      <div {...home.place} aria-label={t.mine}>
        <PagedList
          list={{ ...mine, items: mine.items.toSorted(presentFirst) }}
          label={t.mine}
          keyOf={(each) => each.therapistId}
          empty={
            <Stack>
              <p>{t.noneMine}</p>
              <ButtonLink to="/app/therapists">{t.find}</ButtonLink>
            </Stack>
          }
        >
          {({ therapistId, name, between, expertise, location, verified }) => (
            <Card>
              <Stack gap={3}>
                <Row gap={2}>
                  <h2>
                    <Link href={`/app/therapists/${therapistId}`}>{name ?? former}</Link>
                  </h2>
                  {verified && <Badge tone="good">{isVerified}</Badge>}
                </Row>
                <p className="quiet">{[location, ...expertise].filter(Boolean).join(' · ')}</p>
                <Between
                  therapistId={therapistId}
                  name={name ?? former}
                  between={between}
                  onDone={home.goHome}
                />
              </Stack>
            </Card>
          )}
        </PagedList>
      </div>
    </Page>
  );
}
