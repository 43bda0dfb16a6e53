import { useTexts, translations } from '../i18n';
import { useFormats } from '../time/formats';
import { useZone } from '../time/zone';
import styles from './BothZones.module.css';

const texts = translations({
  en: {
    yours: (zone: string) => `Your time (${zone})`,
    theirs: (zone: string) => `Time at the other side (${zone})`,
  },
  de: {
    yours: (zone: string) => `Ihre Zeit (${zone})`,
    theirs: (zone: string) => `Zeit der anderen Seite (${zone})`,
  },
});

interface Props {
  startsAt: string;
  endsAt: string;
  /** The other side's zone. */
  zone: string;
}

/** When something is, in the person's zone and, where it differs, in the other side's. */
export function BothZones({ startsAt, endsAt, zone }: Props) {
  const t = useTexts(texts);
  const mine = useFormats();
  const theirs = useFormats(zone);
  const own = useZone();
  const shown =
    own === zone
      ? [{ name: t.yours, format: mine }]
      : [
          { name: t.yours, format: mine },
          { name: t.theirs, format: theirs },
        ];
  return (
    <dl className={styles.zones}>
      {shown.map(({ name, format }) => (
        <div key={format.zone}>
          <dt>{name(format.zoneName(startsAt))}</dt>
          <dd>
            {format.day(startsAt)}, {format.span(startsAt, endsAt)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
