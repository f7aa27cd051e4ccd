import type { Catalogue } from '../../../base/speech.ts'
import type { GatewaySentence } from '../gateway-speech.ts'

export const zh: Catalogue<GatewaySentence> = {
  'Opening {instance}': '正在打开 {instance}',
  'It is running; the app answers in a moment.': '它正在运行；应用马上就会响应。',
  '{instance} is starting': '{instance} 正在启动',
  'This page opens the app when it is ready.': '准备就绪后，此页面会打开应用。',
  '{instance} is stopping': '{instance} 正在停止',
  'You can start it again when it has stopped.': '停止后可以重新启动。',
  'Waiting for {instance}': '正在等待 {instance}',
  'It was just asked to start or to change. This page opens the app as soon as it runs.':
    '刚刚收到启动或更改的请求。它一运行，此页面就会打开应用。',
  '{instance} is stopped': '{instance} 已停止',
  'Your files are kept. Start it to go on where you left off.': '您的文件都在。启动后即可继续之前的工作。',
  'Its system disk was lost and will be made again from the image. Your home folder is kept.':
    '系统磁盘已丢失，将从映像重新创建。您的主文件夹仍然保留。',
  'It stopped because it ran out of memory. Your files are kept.': '它因内存不足而停止。您的文件都在。',
  'It stopped by itself. Your files are kept.': '它自行停止了。您的文件都在。',
  '{instance} has failed': '{instance} 发生故障',
  '{instance} is being deleted': '正在删除 {instance}',
  'Nothing is left to do here; you can close this page.': '这里没有其他要做的了；您可以关闭此页面。',
  Start: '启动',
  Preparing: '正在准备',
  'Creating the machine': '正在创建机器',
  'Starting the machine': '正在启动机器',
  'Setting up': '正在设置',
  Stopping: '正在停止',
  Removing: '正在移除',
  '{seconds} s': '{seconds} 秒',
  Progress: '进度',
  '{instance} belongs to someone else': '{instance} 属于其他人',
  'You are signed in as {name}.': '您以 {name} 的身份登录。',
  'Only the person an instance is assigned to may open its apps. No role changes that, not even Owner of the subscription.':
    '只有实例所分配给的人才能打开其应用。任何角色都不能改变这一点，订阅的所有者也不例外。',
  'Create an instance of your own, or ask to have one created for you.': '请创建您自己的实例，或请人为您创建。',
  'Your instances': '您的实例',
  'Nothing here': '此处没有内容',
  'No instance answers at {host}. It may have been deleted, or its name is spelt differently.':
    '{host} 上没有实例响应。它可能已被删除，或名称拼写有误。',
  'This request came from another page': '此请求来自其他页面',
  'Apps do not take part in pages of other origins. Open the app in a tab of its own.':
    '应用不会在其他来源的页面中运行。请在单独的标签页中打开应用。',
  'Carrel is restarting': 'Carrel 正在重新启动',
  'This page tries again by itself. Apps that are open stay open.': '此页面会自动重试。已打开的应用不受影响。',
  'Carrel cannot read its database': 'Carrel 无法读取其数据库',
  'This page tries again by itself. If it stays, the log of the gateway says why.':
    '此页面会自动重试。如果一直如此，原因见网关日志。',
  '{instance} · Terminal': '{instance} · 终端',
  'Terminal of {instance}': '{instance} 的终端',
  'Terminal input': '终端输入',
  'The terminal needs JavaScript.': '终端需要 JavaScript。',
  'Connecting…': '正在连接…',
  'ended; press a key for a new shell': '已结束；按任意键打开新的 shell',
}
