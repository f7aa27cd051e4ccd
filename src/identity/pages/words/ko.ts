// Korean for everything that pages of the server say. Which sentences there are stands here; the other catalogues follow.

export const ko = {
  'Sign in': '로그인',
  'User name': '사용자 이름',
  Password: '암호',
  'Sign in with {service}': '{service}(으)로 로그인',
  'to open {app}': '로그인하면 {app}이(가) 열립니다',
  'so that {program} can act as you': '로그인하면 {program}이(가) 내 계정으로 작업할 수 있습니다',
  '{app} on {instance}': '{instance}의 {app}',
  Terminal: '터미널',
  'Port {port}': '포트 {port}',
  'The user name or password is not right.': '사용자 이름 또는 암호가 올바르지 않습니다.',
  'Too many attempts. Try again in {seconds} seconds.': '시도가 너무 많습니다. {seconds}초 후에 다시 시도하세요.',
  'Sign in again': '다시 로그인',
  'This sign-in took too long or was begun in another browser.':
    '로그인이 너무 오래 걸렸거나 다른 브라우저에서 시작되었습니다.',
  'This sign-in took too long, was begun in another browser, or was refused.':
    '로그인이 너무 오래 걸렸거나, 다른 브라우저에서 시작되었거나, 거부되었습니다.',
  'Start again': '처음부터 다시',
  'Not signed in': '로그인하지 못했습니다',
  'Your account here is disabled. Ask whoever keeps this installation.':
    '이곳의 계정이 사용 중지되었습니다. 이 설치를 관리하는 사람에게 문의하세요.',
  '{service} did not sign you in: it refused, or cannot be reached. The log of the server says why.':
    '{service}에서 로그인하지 못했습니다. 거부했거나 연결할 수 없습니다. 이유는 서버 로그에 있습니다.',
  Refused: '거부됨',
  'The form was sent from another page.': '양식이 다른 페이지에서 전송되었습니다.',
  'Unknown address': '알 수 없는 주소',
  'This server does not answer under that name.': '이 서버는 그 이름으로 응답하지 않습니다.',
  Welcome: '환영합니다',
  'Your desk in the stacks: compute instances, clusters and jobs on machines you own.':
    '서가 속 내 책상: 직접 소유한 머신에서 쓰는 컴퓨팅 인스턴스, 클러스터, 작업.',
  'You are signed in': '로그인되었습니다',
  'as {name}': '사용자: {name}',
  'No instance is yours yet. What is created for you appears here.':
    '아직 내 인스턴스가 없습니다. 나를 위해 만들어진 인스턴스가 여기에 나타납니다.',
  'Your instances': '내 인스턴스',
  'Open Studio': 'Studio 열기',
  'Password and sign-ins': '암호와 로그인',
  'Command line': '명령줄',
  'Sign out': '로그아웃',
  'Sign out?': '로그아웃할까요?',
  'You will be signed out here and in every app opened from this browser.':
    '여기와, 이 브라우저에서 연 모든 앱에서 로그아웃됩니다.',
  'Stay signed in': '로그인 유지',
  'Signed out': '로그아웃했습니다',
  'You can close this page.': '이 페이지를 닫아도 됩니다.',
  'That did not work': '문제가 발생했습니다',
  'Back to the start': '처음으로',
  Back: '뒤로',
  'It was not started': '시작하지 못했습니다',
  'Your account': '내 계정',
  'Change the password': '암호 변경',
  'Present password': '현재 암호',
  'New password': '새 암호',
  'At least 12 characters.': '12자 이상.',
  'New password again': '새 암호 다시 입력',
  'Change password': '암호 변경',
  'Sign out everywhere': '모든 곳에서 로그아웃',
  'Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens.':
    '브라우저, 열린 앱, 터미널, 새로 고침 토큰 등 내 모든 로그인을 끝냅니다.',
  'Ends every sign-in of yours: browsers, open apps, terminals and refresh tokens. Changing the password does so too.':
    '브라우저, 열린 앱, 터미널, 새로 고침 토큰 등 내 모든 로그인을 끝냅니다. 암호를 변경해도 마찬가지입니다.',
  'Back to your instances': '내 인스턴스로 돌아가기',
  'The new password was not repeated as it is.': '다시 입력한 새 암호가 서로 다릅니다.',
  'The present password is not right.': '현재 암호가 올바르지 않습니다.',
  'A password has at least {count} characters.': '암호는 {count}자 이상이어야 합니다.',
  'Password changed': '암호를 변경했습니다',
  'Every browser and terminal that was signed in as you has to sign in again with the new one.':
    '내 계정으로 로그인했던 모든 브라우저와 터미널은 새 암호로 다시 로그인해야 합니다.',
  'Signed out everywhere': '모든 곳에서 로그아웃했습니다',
  'Every browser and terminal that was signed in as you has to sign in again.':
    '내 계정으로 로그인했던 모든 브라우저와 터미널은 다시 로그인해야 합니다.',
  'Sign in a terminal': '터미널 로그인',
  'Enter the code that is shown where you began to sign in.': '로그인을 시작한 곳에 표시된 코드를 입력하세요.',
  Code: '코드',
  Next: '다음',
  'No terminal is waiting with that code. Compare it with what is shown there.':
    '그 코드로 기다리는 터미널이 없습니다. 터미널에 표시된 코드와 비교하세요.',
  'Enter the code first.': '먼저 코드를 입력하세요.',
  'That code has expired. Begin again where it is shown.':
    '코드가 만료되었습니다. 코드가 표시된 곳에서 다시 시작하세요.',
  'That code has been used. Begin again where it is shown.':
    '이미 사용된 코드입니다. 코드가 표시된 곳에서 다시 시작하세요.',
  'That took too long. Enter the code again.': '너무 오래 걸렸습니다. 코드를 다시 입력하세요.',
  'That took too long, or this browser keeps no cookies. Enter the code again.':
    '너무 오래 걸렸거나 이 브라우저가 쿠키를 저장하지 않습니다. 코드를 다시 입력하세요.',
  'Enter the code': '코드 입력',
  'Let {program} in?': '{program}의 로그인을 허용할까요?',
  'It will act as you, with all you may do.': '내 계정으로, 내가 할 수 있는 모든 작업을 하게 됩니다.',
  From: '위치',
  When: '시각',
  'Go on only if you began this yourself. If somebody sent you the code, it is they who would be signed in as you.':
    '직접 시작한 경우에만 계속하세요. 다른 사람이 코드를 보냈다면 그 사람이 내 계정으로 로그인하게 됩니다.',
  'Continue to sign in': '로그인 계속',
  'I did not ask for this': '내가 요청하지 않음',
  'Request declined': '요청을 거부했습니다',
  'Nobody was signed in. The terminal has been told. You can close this page.':
    '아무도 로그인되지 않았고, 터미널에도 알렸습니다. 이 페이지를 닫아도 됩니다.',
  'The terminal': '터미널',
  'All done': '완료되었습니다',
  '{program} is signed in as you. Go back to it; you can close this page.':
    '{program}이(가) 내 계정으로 로그인했습니다. 그곳으로 돌아가세요. 이 페이지는 닫아도 됩니다.',
  'Wait a moment': '잠시 기다려 주세요',
  'Too many codes that nobody is waiting with. Try again in {seconds} seconds.':
    '기다리는 터미널이 없는 코드를 너무 많이 입력했습니다. {seconds}초 후에 다시 시도하세요.',
  'Try again': '다시 시도',
  unknown: '알 수 없음',
  '{address}, the machine of Carrel': '{address}, Carrel이 실행되는 머신',
  'less than a minute ago': '1분 미만 전',
  'a minute ago': '1분 전',
  '{minutes} minutes ago': '{minutes}분 전',
} as const satisfies Readonly<Record<string, string>>
