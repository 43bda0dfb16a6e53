import { Link } from 'wouter';
import { useTexts } from '../../i18n';
import { useMyTherapists } from '../../shared/people';
import { sharedTexts } from '../../shared/texts';
import { ButtonLink, Card, Page, PagedList, Stack } from '../../ui';
import { Between } from './Between';
import { TherapistTabs } from './TherapistTabs';
import { therapistTexts } from './texts';

/** Every therapist whom the client has or had to do with, and how. */
export default function MinePage() {
  const t = useTexts(therapistTexts);
  const { former } = useTexts(sharedTexts);
  return (
    <Page title={t.mine}>
      <TherapistTabs />
      <PagedList
        list={useMyTherapists()}
        label={t.mine}
        keyOf={(each) => each.therapistId}
        empty={
          <Stack>
            <p>{t.noneMine}</p>
            <ButtonLink to="/app/therapists">{t.find}</ButtonLink>
          </Stack>
        }
      >
        {({ therapistId, name, between, expertise, location }) => (
          <Card>
            <Stack gap={3}>
              <h2>
                <Link href={`/app/therapists/${therapistId}`}>{name ?? former}</Link>
              </h2>
              <p className="quiet">{[location, ...expertise].filter(Boolean).join(' · ')}</p>
              <Between therapistId={therapistId} name={name ?? former} between={between} />
            </Stack>
          </Card>
        )}
      </PagedList>
    </Page>
  );
}
