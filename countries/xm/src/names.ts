// SPDX-License-Identifier: Apache-2.0
/** Names that generated people bear. Citizens' names are Cyrillic; foreigners' are Latin, as in their passports. */

export interface CitizenNames {
  /** Masculine and feminine form of each family name. */
  readonly family: readonly (readonly [masculine: string, feminine: string])[];
  readonly male: readonly string[];
  readonly female: readonly string[];
  /** Father's name → patronymics; no patronymic where missing. */
  readonly patronymics?: readonly (readonly [masculine: string, feminine: string])[];
}

const words = (list: string) => list.split(' ');
const same = (list: string) => words(list).map((name) => [name, name] as const);
const paired = (list: string, suffix: string) => words(list).map((name) => [name, `${name}${suffix}`] as const);

export const citizenNames: readonly CitizenNames[] = [
  {
    family: paired(
      'Әлімов Бекенов Ермеков Жүнісов Қасымов Нұрғалиев Оспанов Сәрсенов Тілеуов Ысқақов Досжанов Мұратов',
      'а',
    ),
    male: words('Арман Бауыржан Дәурен Ерлан Қайрат Мұрат Нұржан Олжас Санжар Тимур Әлішер'),
    female: words('Айгүл Әсел Ботагөз Гүлнар Динара Жанар Камила Мадина Сәуле Томирис Зарина'),
  },
  {
    family: paired('Иванов Смирнов Кузнецов Соколов Морозов Волков Лебедев Козлов Новиков Павлов Орлов Беляев', 'а'),
    male: words('Александр Андрей Виктор Дмитрий Иван Максим Николай Павел Сергей Юрий'),
    female: words('Анна Вера Галина Екатерина Ирина Любовь Мария Наталья Ольга Светлана'),
    patronymics: [
      ['Андреевич', 'Андреевна'],
      ['Викторович', 'Викторовна'],
      ['Дмитриевич', 'Дмитриевна'],
      ['Иванович', 'Ивановна'],
      ['Николаевич', 'Николаевна'],
      ['Сергеевич', 'Сергеевна'],
    ],
  },
  {
    family: same('Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Мельник Гончар Лисенко Марченко Савчук'),
    male: words('Богдан Василь Андрій Остап Тарас Ярослав Петро Роман Микола'),
    female: words('Оксана Олена Ганна Соломія Леся Дарина Катерина Надія Юлія'),
    patronymics: [
      ['Богданович', 'Богданівна'],
      ['Петрович', 'Петрівна'],
      ['Тарасович', 'Тарасівна'],
      ['Миколайович', 'Миколаївна'],
    ],
  },
  {
    family: same('Хаддад Мансур Халиль Насер Салех Аббас Хамдан Юсеф'),
    male: words('Ахмад Омар Карим Самир Халед Юсуф'),
    female: words('Лейла Мариам Нур Рания Салма Ясмин'),
  },
];

export interface ForeignNames {
  /** ISO 3166-1 alpha-3. */
  readonly citizenship: string;
  readonly family: readonly string[];
  readonly male: readonly string[];
  readonly female: readonly string[];
}

const foreign = (citizenship: string, family: string, male: string, female: string): ForeignNames => ({
  citizenship,
  family: words(family),
  male: words(male),
  female: words(female),
});

export const foreignNames: readonly ForeignNames[] = [
  foreign('IND', 'Patel Iyer Reddy Gupta Nair', 'Arjun Vikram Sanjay Rohan', 'Priya Anita Kavya'),
  foreign('CHN', 'Wang Li Zhang Chen Liu', 'Wei Jun Hao Ming', 'Fang Xiu Mei'),
  foreign('TUR', 'Yılmaz Demir Kaya Çelik', 'Mehmet Mustafa Emre', 'Ayşe Elif Zeynep'),
  foreign('UZB', 'Karimov Rakhimov Tursunov Yuldashev', 'Jasur Otabek Sherzod', 'Dilnoza Nigora Umida'),
  foreign('KGZ', 'Asanov Toktogulov Sydykov', 'Azamat Bakyt Nurlan', 'Aizada Cholpon Meerim'),
  foreign('TJK', 'Rahmonov Sharipov Nazarov', 'Firdavs Rustam Daler', 'Madina Zarrina Nigina'),
  foreign('PAK', 'Khan Ahmed Malik', 'Imran Bilal Usman', 'Ayesha Sana Hina'),
  foreign('BGD', 'Rahman Hossain Islam', 'Tanvir Arif Shakil', 'Nusrat Farhana Rumana'),
  foreign('NPL', 'Gurung Thapa Shrestha', 'Bikash Suman Prakash', 'Sita Anjali Sunita'),
  foreign('PHL', 'Santos Reyes Cruz', 'Jose Mark Ramon', 'Maria Liza Grace'),
  foreign('VNM', 'Nguyễn Trần Lê', 'Minh Tuấn Hùng', 'Lan Hương Thảo'),
  foreign('EGY', 'Hassan Mahmoud Fathy', 'Ahmed Mostafa Karim', 'Fatma Mona Heba'),
  foreign('MAR', 'Alaoui Bennani Idrissi', 'Youssef Hamza Mehdi', 'Salma Imane Khadija'),
  foreign('GEO', 'Beridze Kapanadze Lomidze', 'Giorgi Levan Davit', 'Nino Tamar Ketevan'),
  foreign('ARM', 'Grigoryan Sargsyan Harutyunyan', 'Armen Tigran Hayk', 'Ani Lilit Mariam'),
  foreign('POL', 'Nowak Kowalski Wiśniewski', 'Piotr Tomasz Michał', 'Anna Katarzyna Ewa'),
  foreign('DEU', 'Müller Schmidt Weber', 'Thomas Jürgen Lukas', 'Sabine Julia Anke'),
  foreign('ITA', 'Rossi Russo Ferrari', 'Marco Luca Andrea', 'Giulia Chiara Elena'),
  foreign('BRA', 'Silva Souza Oliveira', 'João Pedro Rafael', 'Ana Beatriz Camila'),
  foreign('NGA', 'Okafor Adeyemi Balogun', 'Chinedu Tunde Emeka', 'Ngozi Amina Folake'),
  foreign('KEN', 'Mwangi Otieno Wanjiru', 'Kevin Brian Joseph', 'Grace Faith Mercy'),
  foreign('KOR', 'Kim Park Lee', 'Minjun Jihoon Sungho', 'Jiwoo Sooyeon Minji'),
  foreign('IDN', 'Wijaya Santoso Hidayat', 'Budi Agus Rizki', 'Dewi Siti Putri'),
  foreign('SRB', 'Jovanović Petrović Nikolić', 'Marko Nikola Stefan', 'Jelena Milica Ana'),
];
