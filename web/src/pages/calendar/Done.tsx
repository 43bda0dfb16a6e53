import type { Schemas } from '../../api/client';
import { useTexts } from '../../i18n';
import { useFormats } from '../../time/formats';
import { Button, ButtonLink, Notice, Page, Row } from '../../ui';
import { publishTexts } from './texts';

interface Props {
  published: Schemas['PublishedAnswer'];
  onMore(): void;
}

/** What was made of an offer, and what was left out. */
export function Done({ published, onMore }: Props) {
  const t = useTexts(publishTexts);
  const { slots, skipped, timezone } = published;
  return (
    <Page title={t.title}>
      <Notice tone={slots.length ? 'good' : 'warm'}>
        {t.done(slots.length)} {skipped.length > 0 && t.skipped(skipped.length)}
      </Notice>
      <Times
        title={t.all}
        moments={slots.map((slot) => slot.startsAt)}
        zone={timezone}
        isOpen={slots.length <= 10}
      />
      <Times title={t.allSkipped} moments={skipped} zone={timezone} isOpen={false} />
      <Row>
        <ButtonLink kind="main" to="/app">
          {t.toCalendar}
        </ButtonLink>
        <Button onClick={onMore}>{t.another}</Button>
      </Row>
    </Page>
  );
}

function Times(props: { title: string; moments: string[]; zone: string; isOpen: boolean }) {
  const format = useFormats(props.zone);
  if (!props.moments.length) return null;
  return (
    <details open={props.isOpen}>
      <summary>{props.title}</summary>
      <ul>
        {props.moments.map((moment) => (
          <li key={moment}>{format.dayAndTime(moment)}</li>
        ))}
      </ul>
    </details>
  );
}
