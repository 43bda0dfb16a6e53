import { useTexts } from '../i18n';
import { Button } from '../ui';
import { sharedTexts } from './texts';

interface Props {
  busy: boolean;
  onSay(status: 'approved' | 'rejected'): void;
}

/** A yes and a no to what somebody asks for. */
export function AnswerButtons({ busy, onSay }: Props) {
  const t = useTexts(sharedTexts);
  return (
    <>
      <Button kind="main" busy={busy} onClick={() => onSay('approved')}>
        {t.accept}
      </Button>
      <Button busy={busy} onClick={() => onSay('rejected')}>
        {t.decline}
      </Button>
    </>
  );
}
