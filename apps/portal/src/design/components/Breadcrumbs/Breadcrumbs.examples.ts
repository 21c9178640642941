// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Breadcrumbs from './Breadcrumbs.vue';

export default examplesOf(Breadcrumbs)(({ t }) => [
  {
    props: {
      items: [
        { href: '/', title: t('crumb.home') },
        { href: '/services', title: t('area.services') },
      ],
    },
  },
]);
