// Korean for everything that pages of the gateway say. Which sentences there are stands here; the other catalogues follow.

export const ko = {
  'Opening {instance}': '{instance} 여는 중',
  'It is running; the app answers in a moment.': '실행 중이며, 앱이 곧 응답합니다.',
  '{instance} is starting': '{instance} 시작 중',
  'This page opens the app when it is ready.': '준비되면 이 페이지에서 앱이 열립니다.',
  '{instance} is stopping': '{instance} 중지 중',
  'You can start it again when it has stopped.': '중지된 뒤에 다시 시작할 수 있습니다.',
  'Waiting for {instance}': '{instance} 기다리는 중',
  'It was just asked to start or to change. This page opens the app as soon as it runs.':
    '방금 시작이나 변경이 요청되었습니다. 실행되는 대로 이 페이지에서 앱이 열립니다.',
  '{instance} is stopped': '{instance} 중지됨',
  'Your files are kept. Start it to go on where you left off.':
    '파일은 그대로 있습니다. 시작하면 하던 작업을 이어 갈 수 있습니다.',
  'Its system disk was lost and will be made again from the image. Your home folder is kept.':
    '시스템 디스크를 잃어 이미지에서 다시 만듭니다. 홈 폴더는 그대로 있습니다.',
  'It stopped because it ran out of memory. Your files are kept.':
    '메모리가 부족하여 중지되었습니다. 파일은 그대로 있습니다.',
  'It stopped by itself. Your files are kept.': '스스로 중지되었습니다. 파일은 그대로 있습니다.',
  '{instance} has failed': '{instance}에 오류가 발생했습니다',
  '{instance} is being deleted': '{instance} 삭제 중',
  'Nothing is left to do here; you can close this page.': '여기서 더 할 일은 없습니다. 이 페이지를 닫아도 됩니다.',
  Start: '시작',
  Preparing: '준비 중',
  'Creating the machine': '머신을 만드는 중',
  'Starting the machine': '머신을 시작하는 중',
  'Setting up': '설정하는 중',
  Stopping: '중지하는 중',
  Removing: '제거하는 중',
  '{seconds} s': '{seconds}초',
  Progress: '진행 상황',
  '{instance} belongs to someone else': '{instance}은(는) 다른 사람의 인스턴스입니다',
  'You are signed in as {name}.': '{name}(으)로 로그인했습니다.',
  'Only the person an instance is assigned to may open its apps. No role changes that, not even Owner of the subscription.':
    '인스턴스의 앱은 그 인스턴스가 할당된 사람만 열 수 있습니다. 구독의 소유자를 비롯한 어떤 역할도 이를 바꾸지 못합니다.',
  'Create an instance of your own, or ask to have one created for you.':
    '자신의 인스턴스를 만들거나, 만들어 달라고 요청하세요.',
  'Your instances': '내 인스턴스',
  'Nothing here': '여기에는 아무것도 없습니다',
  'No instance answers at {host}. It may have been deleted, or its name is spelt differently.':
    '{host}에서 응답하는 인스턴스가 없습니다. 삭제되었거나 이름의 철자가 다를 수 있습니다.',
  'This request came from another page': '다른 페이지에서 온 요청입니다',
  'Apps do not take part in pages of other origins. Open the app in a tab of its own.':
    '앱은 다른 원본의 페이지 안에서 동작하지 않습니다. 앱을 별도의 탭에서 여세요.',
  'Carrel is restarting': 'Carrel 다시 시작 중',
  'This page tries again by itself. Apps that are open stay open.':
    '이 페이지는 자동으로 다시 시도합니다. 열려 있는 앱은 계속 열려 있습니다.',
  'Carrel cannot read its database': 'Carrel이 데이터베이스를 읽을 수 없습니다',
  'This page tries again by itself. If it stays, the log of the gateway says why.':
    '이 페이지는 자동으로 다시 시도합니다. 계속되면 게이트웨이 로그에서 이유를 볼 수 있습니다.',
  '{instance} · Terminal': '{instance} · 터미널',
  'Terminal of {instance}': '{instance}의 터미널',
  'Terminal input': '터미널 입력',
  'The terminal needs JavaScript.': '터미널에는 JavaScript가 필요합니다.',
  'Connecting…': '연결 중…',
  'ended; press a key for a new shell': '종료됨. 아무 키나 누르면 새 셸이 시작됩니다',
} as const satisfies Readonly<Record<string, string>>
