import type { Catalogue } from '../../../base/speech.ts'
import type { GatewaySentence } from '../gateway-speech.ts'

export const ja: Catalogue<GatewaySentence> = {
  'Opening {instance}': '{instance} を開いています',
  'It is running; the app answers in a moment.': '実行中です。アプリはまもなく応答します。',
  '{instance} is starting': '{instance} を開始しています',
  'This page opens the app when it is ready.': '準備ができると、このページでアプリが開きます。',
  '{instance} is stopping': '{instance} を停止しています',
  'You can start it again when it has stopped.': '停止した後で、もう一度開始できます。',
  'Waiting for {instance}': '{instance} を待っています',
  'It was just asked to start or to change. This page opens the app as soon as it runs.':
    '開始または変更が要求されたところです。実行されしだい、このページでアプリが開きます。',
  '{instance} is stopped': '{instance} は停止しています',
  'Your files are kept. Start it to go on where you left off.':
    'ファイルは残っています。開始すると、前回の続きから作業できます。',
  'Its system disk was lost and will be made again from the image. Your home folder is kept.':
    'システム ディスクが失われたため、イメージから作り直されます。ホーム フォルダーは残っています。',
  'It stopped because it ran out of memory. Your files are kept.':
    'メモリが不足したため停止しました。ファイルは残っています。',
  'It stopped by itself. Your files are kept.': '自動的に停止しました。ファイルは残っています。',
  '{instance} has failed': '{instance} でエラーが発生しました',
  '{instance} is being deleted': '{instance} を削除しています',
  'Nothing is left to do here; you can close this page.':
    'ここですることはもうありません。このページは閉じてかまいません。',
  Start: '開始',
  Preparing: '準備中',
  'Creating the machine': 'マシンを作成中',
  'Starting the machine': 'マシンを開始中',
  'Setting up': 'セットアップ中',
  Stopping: '停止中',
  Removing: '削除中',
  '{seconds} s': '{seconds} 秒',
  Progress: '進行状況',
  '{instance} belongs to someone else': '{instance} は別の人のインスタンスです',
  'You are signed in as {name}.': '{name} としてサインインしています。',
  'Only the person an instance is assigned to may open its apps. No role changes that, not even Owner of the subscription.':
    'インスタンスのアプリを開けるのは、そのインスタンスが割り当てられた人だけです。サブスクリプションの所有者を含め、どのロールでもこれは変わりません。',
  'Create an instance of your own, or ask to have one created for you.':
    '自分のインスタンスを作成するか、作成を依頼してください。',
  'Your instances': '自分のインスタンス',
  'Nothing here': 'ここには何もありません',
  'No instance answers at {host}. It may have been deleted, or its name is spelt differently.':
    '{host} で応答するインスタンスはありません。削除されたか、名前のつづりが違う可能性があります。',
  'This request came from another page': 'このリクエストは別のページから来ました',
  'Apps do not take part in pages of other origins. Open the app in a tab of its own.':
    'アプリは別のオリジンのページの中では動作しません。アプリを単独のタブで開いてください。',
  'Carrel is restarting': 'Carrel を再起動しています',
  'This page tries again by itself. Apps that are open stay open.':
    'このページは自動的に再試行します。開いているアプリはそのまま使えます。',
  'Carrel cannot read its database': 'Carrel がデータベースを読み取れません',
  'This page tries again by itself. If it stays, the log of the gateway says why.':
    'このページは自動的に再試行します。続く場合は、ゲートウェイのログに理由があります。',
  '{instance} · Terminal': '{instance} · ターミナル',
  'Terminal of {instance}': '{instance} のターミナル',
  'Terminal input': 'ターミナル入力',
  'The terminal needs JavaScript.': 'ターミナルには JavaScript が必要です。',
  'Connecting…': '接続中…',
  'ended; press a key for a new shell': '終了しました。キーを押すと新しいシェルが始まります',
}
