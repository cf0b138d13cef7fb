const en = {
  app: 'Lathe',
  file: 'File',
  edit: 'Edit',
  view: 'View',
  quit: 'Quit Lathe',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Actual size',
  fullScreen: 'Full screen',
  stillTraining: 'A run is still training.',
  whatHappens: 'Lathe can stop it after the current step and keep what it has learnt, then quit.',
  stopAndQuit: 'Stop, keep and quit',
  cancel: 'Cancel',
}
export type Words = typeof en

const zh: Words = {
  app: 'Lathe',
  file: '文件',
  edit: '编辑',
  view: '视图',
  quit: '退出 Lathe',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  zoomIn: '放大',
  zoomOut: '缩小',
  zoomReset: '实际大小',
  fullScreen: '全屏',
  stillTraining: '还有运行正在训练。',
  whatHappens: 'Lathe 可以在当前步之后停止它，保留已学到的内容，然后退出。',
  stopAndQuit: '停止、保留并退出',
  cancel: '取消',
}

/** The words of the system's own parts: menu and dialogs. `language` is a preference or a locale. */
export function wordsOf(language: string): Words {
  return language.toLowerCase().startsWith('zh') ? zh : en
}
