import type { Schemas } from '../../api/client';
import { useTexts } from '../../i18n';
import { useAll } from '../../shared/all';
import { auditTexts } from '../../shared/auditTexts';
import { TherapistName } from '../../shared/Name';
import { useTherapistName } from '../../shared/people';
import { useFormats } from '../../time/formats';
import { PagedList, Section } from '../../ui';
import { useConsents } from './consents';
import { useReadings } from './readings';
import { therapistTexts } from './texts';

/** Who actually read the journal, as the audit has it. */
export function WhoRead() {
  const t = useTexts(therapistTexts);
  return (
    <Section title={t.whoRead}>
      <PagedList
        list={useReadings()}
        label={t.whoRead}
        empty={t.whoReadNobody}
        keyOf={(each) => each.eventId}
      >
        {(each) => <Reading event={each} />}
      </PagedList>
    </Section>
  );
}

function Reading({ event }: { event: Schemas['EventAnswer'] }) {
  const t = useTexts(therapistTexts);
  const names = useTexts(auditTexts);
  const format = useFormats();
  const name = useTherapistName(event.actorId);
  return (
    <p>
      {t.didRead(name, format.dayAndTime(event.happenedAt))}{' '}
      <span className="quiet small">{names[event.event as keyof typeof names]}</span>
    </p>
  );
}

/** Every step of what the client agreed to, or took back. */
export function Consents() {
  const t = useTexts(therapistTexts);
  const format = useFormats();
  return (
    <Section title={t.consents}>
      <PagedList
        list={useAll(useConsents())}
        label={t.consents}
        empty={t.noConsents}
        keyOf={(each) => each.consentId}
      >
        {(each) => (
          <p className="small">
            <strong>{t.about[each.about]}</strong> {t.step[each.step]}{' '}
            {t.by[each.by as keyof typeof t.by]} · <TherapistName id={each.therapistId} /> ·{' '}
            <span className="quiet">{format.dayAndTime(each.happenedAt)}</span>
          </p>
        )}
      </PagedList>
    </Section>
  );
}
