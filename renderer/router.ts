import { createRouter, createWebHashHistory } from 'vue-router';
import type { Router } from 'vue-router';
import BatchView from './views/BatchView.vue';
import ChapterView from './views/ChapterView.vue';
import CompareView from './views/CompareView.vue';
import DatasetView from './views/DatasetView.vue';
import DrawView from './views/DrawView.vue';
import EvaluateView from './views/EvaluateView.vue';
import EvaluationsView from './views/EvaluationsView.vue';
import ExperimentView from './views/ExperimentView.vue';
import FormsView from './views/FormsView.vue';
import FormView from './views/FormView.vue';
import HandCollectView from './views/HandCollectView.vue';
import HandsView from './views/HandsView.vue';
import HandView from './views/HandView.vue';
import HomeView from './views/HomeView.vue';
import ImportRunView from './views/ImportRunView.vue';
import LearnView from './views/LearnView.vue';
import LessonEditView from './views/LessonEditView.vue';
import LessonView from './views/LessonView.vue';
import LicencesView from './views/LicencesView.vue';
import ModelEditorView from './views/ModelEditorView.vue';
import ModelsView from './views/ModelsView.vue';
import PaperView from './views/PaperView.vue';
import ReadView from './views/ReadView.vue';
import RunView from './views/RunView.vue';
import RunsView from './views/RunsView.vue';
import SettingsView from './views/SettingsView.vue';
import StudiesView from './views/StudiesView.vue';
import StudyView from './views/StudyView.vue';
import TrainStepView from './views/TrainStepView.vue';
import TrainView from './views/TrainView.vue';
import TransferView from './views/TransferView.vue';

/**
 * Hash routes work alike under app:// and http. All files are local, so loading views lazily would gain nothing and
 * could fail.
 */
export const createAppRouter = (): Router =>
  createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: HomeView, meta: { title: 'frame.nav.home' } },
      {
        path: '/train',
        name: 'train',
        component: TrainView,
        meta: { title: 'frame.nav.train' },
      },
      {
        path: '/train/:step(data|model|recipe|review)',
        name: 'train-step',
        component: TrainStepView,
        props: true,
        meta: { title: 'frame.nav.train', under: 'train' },
      },
      {
        path: '/data/:id',
        name: 'dataset',
        component: DatasetView,
        props: true,
        meta: { title: 'datasets.title', under: 'train' },
      },
      { path: '/models', name: 'models', component: ModelsView, meta: { title: 'editor.title' } },
      {
        path: '/models/:id',
        name: 'model',
        component: ModelEditorView,
        props: true,
        meta: { title: 'editor.title', under: 'models', steady: true },
      },
      {
        path: '/runs',
        name: 'runs',
        component: RunsView,
        meta: { title: 'frame.nav.runs' },
      },
      {
        path: '/runs/compare',
        name: 'compare',
        component: CompareView,
        meta: { title: 'compare.title', under: 'runs' },
      },
      {
        path: '/runs/import',
        name: 'import-run',
        component: ImportRunView,
        meta: { title: 'compare.files.import', under: 'runs' },
      },
      {
        path: '/runs/:id',
        name: 'run',
        component: RunView,
        props: true,
        meta: { title: 'frame.nav.runs', under: 'runs' },
      },
      { path: '/studies', name: 'studies', component: StudiesView, meta: { title: 'study.title' } },
      {
        path: '/studies/:id',
        name: 'study',
        component: StudyView,
        props: true,
        meta: { title: 'study.title', under: 'studies' },
      },
      {
        path: '/experiments/transfer',
        name: 'transfer',
        component: TransferView,
        meta: { title: 'experiment.title', under: 'train' },
      },
      {
        path: '/experiments/:id',
        name: 'experiment',
        component: ExperimentView,
        props: true,
        meta: { title: 'experiment.title', under: 'runs' },
      },
      {
        path: '/evaluate',
        name: 'evaluations',
        component: EvaluationsView,
        meta: { title: 'evaluate.title' },
      },
      {
        path: '/evaluate/:id',
        name: 'evaluate',
        component: EvaluateView,
        props: true,
        meta: { title: 'evaluate.title', under: 'evaluations' },
      },
      {
        path: '/draw',
        name: 'draw',
        component: DrawView,
        meta: { title: 'frame.nav.draw' },
      },
      {
        path: '/read/:way(pen|pictures)?',
        name: 'read',
        component: ReadView,
        props: true,
        meta: { title: 'read.title', steady: true },
      },
      { path: '/forms', name: 'forms', component: FormsView, meta: { title: 'forms.title', under: 'read' } },
      {
        path: '/forms/:id',
        name: 'form',
        component: FormView,
        props: true,
        meta: { title: 'forms.title', under: 'read' },
      },
      {
        path: '/batches/:id/:tab(review|table)?',
        name: 'batch',
        component: BatchView,
        props: true,
        meta: { title: 'forms.title', under: 'read', steady: true },
      },
      {
        path: '/hands',
        name: 'hands',
        component: HandsView,
        meta: { title: 'hands.title' },
      },
      {
        path: '/hands/:id',
        name: 'hand',
        component: HandView,
        props: true,
        meta: { title: 'hands.title', under: 'hands' },
      },
      {
        path: '/hands/:id/collect',
        name: 'hand-collect',
        component: HandCollectView,
        props: true,
        meta: { title: 'hands.collect.title', under: 'hands' },
      },
      { path: '/learn', name: 'learn', component: LearnView, meta: { title: 'learn.title' } },
      {
        path: '/learn/:id',
        name: 'chapter',
        component: ChapterView,
        props: true,
        meta: { title: 'learn.title', under: 'learn' },
      },
      {
        path: '/learn/:id/paper',
        name: 'chapter-paper',
        component: PaperView,
        props: ({ params }) => ({ id: params['id'], of: 'chapter' }),
        meta: { title: 'paper.title', under: 'learn' },
      },
      {
        path: '/lessons/:id',
        name: 'lesson',
        component: LessonView,
        props: true,
        meta: { title: 'lessons.one', under: 'learn' },
      },
      {
        path: '/lessons/:id/edit',
        name: 'lesson-edit',
        component: LessonEditView,
        props: true,
        meta: { title: 'lessons.one', under: 'learn' },
      },
      {
        path: '/lessons/:id/paper',
        name: 'lesson-paper',
        component: PaperView,
        props: ({ params }) => ({ id: params['id'], of: 'lesson' }),
        meta: { title: 'paper.title', under: 'learn' },
      },
      {
        path: '/lessons/:lesson/chapters/:id',
        name: 'lesson-chapter',
        component: ChapterView,
        props: true,
        meta: { title: 'learn.title', under: 'learn' },
      },
      {
        path: '/settings',
        name: 'settings',
        component: SettingsView,
        meta: { title: 'frame.nav.settings' },
      },
      {
        path: '/settings/licences',
        name: 'licences',
        component: LicencesView,
        meta: { title: 'licences.title', under: 'settings' },
      },
      { path: '/:path(.*)*', redirect: { name: 'home' } },
    ],
  });
