// SPDX-License-Identifier: Apache-2.0
/** ISCO-08 unit groups of major groups 0 to 4: code, then the English title (ILO, ISCO-08 volume I, 2012). */
export const occupationGroups0To4 = `
0110 Commissioned armed forces officers
0210 Non-commissioned armed forces officers
0310 Armed forces occupations, other ranks
1111 Legislators
1112 Senior government officials
1113 Traditional chiefs and heads of village
1114 Senior officials of special-interest organizations
1120 Managing directors and chief executives
1211 Finance managers
1212 Human resource managers
1213 Policy and planning managers
1219 Business services and administration managers not elsewhere classified
1221 Sales and marketing managers
1222 Advertising and public relations managers
1223 Research and development managers
1311 Agricultural and forestry production managers
1312 Aquaculture and fisheries production managers
1321 Manufacturing managers
1322 Mining managers
1323 Construction managers
1324 Supply, distribution and related managers
1330 Information and communications technology service managers
1341 Child care services managers
1342 Health services managers
1343 Aged care services managers
1344 Social welfare managers
1345 Education managers
1346 Financial and insurance services branch managers
1349 Professional services managers not elsewhere classified
1411 Hotel managers
1412 Restaurant managers
1420 Retail and wholesale trade managers
1431 Sports, recreation and cultural centre managers
1439 Services managers not elsewhere classified
2111 Physicists and astronomers
2112 Meteorologists
2113 Chemists
2114 Geologists and geophysicists
2120 Mathematicians, actuaries and statisticians
2131 Biologists, botanists, zoologists and related professionals
2132 Farming, forestry and fisheries advisers
2133 Environmental protection professionals
2141 Industrial and production engineers
2142 Civil engineers
2143 Environmental engineers
2144 Mechanical engineers
2145 Chemical engineers
2146 Mining engineers, metallurgists and related professionals
2149 Engineering professionals not elsewhere classified
2151 Electrical engineers
2152 Electronics engineers
2153 Telecommunications engineers
2161 Building architects
2162 Landscape architects
2163 Product and garment designers
2164 Town and traffic planners
2165 Cartographers and surveyors
2166 Graphic and multimedia designers
2211 Generalist medical practitioners
2212 Specialist medical practitioners
2221 Nursing professionals
2222 Midwifery professionals
2230 Traditional and complementary medicine professionals
2240 Paramedical practitioners
2250 Veterinarians
2261 Dentists
2262 Pharmacists
2263 Environmental and occupational health and hygiene professionals
2264 Physiotherapists
2265 Dieticians and nutritionists
2266 Audiologists and speech therapists
2267 Optometrists and ophthalmic opticians
2269 Health professionals not elsewhere classified
2310 University and higher education teachers
2320 Vocational education teachers
2330 Secondary education teachers
2341 Primary school teachers
2342 Early childhood educators
2351 Education methods specialists
2352 Special needs teachers
2353 Other language teachers
2354 Other music teachers
2355 Other arts teachers
2356 Information technology trainers
2359 Teaching professionals not elsewhere classified
2411 Accountants
2412 Financial and investment advisers
2413 Financial analysts
2421 Management and organization analysts
2422 Policy administration professionals
2423 Personnel and careers professionals
2424 Training and staff development professionals
2431 Advertising and marketing professionals
2432 Public relations professionals
2433 Technical and medical sales professionals (excluding ICT)
2434 Information and communications technology sales professionals
2511 Systems analysts
2512 Software developers
2513 Web and multimedia developers
2514 Applications programmers
2519 Software and applications developers and analysts not elsewhere classified
2521 Database designers and administrators
2522 Systems administrators
2523 Computer network professionals
2529 Database and network professionals not elsewhere classified
2611 Lawyers
2612 Judges
2619 Legal professionals not elsewhere classified
2621 Archivists and curators
2622 Librarians and related information professionals
2631 Economists
2632 Sociologists, anthropologists and related professionals
2633 Philosophers, historians and political scientists
2634 Psychologists
2635 Social work and counselling professionals
2636 Religious professionals
2641 Authors and related writers
2642 Journalists
2643 Translators, interpreters and other linguists
2651 Visual artists
2652 Musicians, singers and composers
2653 Dancers and choreographers
2654 Film, stage and related directors and producers
2655 Actors
2656 Announcers on radio, television and other media
2659 Creative and performing artists not elsewhere classified
3111 Chemical and physical science technicians
3112 Civil engineering technicians
3113 Electrical engineering technicians
3114 Electronics engineering technicians
3115 Mechanical engineering technicians
3116 Chemical engineering technicians
3117 Mining and metallurgical technicians
3118 Draughtspersons
3119 Physical and engineering science technicians not elsewhere classified
3121 Mining supervisors
3122 Manufacturing supervisors
3123 Construction supervisors
3131 Power production plant operators
3132 Incinerator and water treatment plant operators
3133 Chemical processing plant controllers
3134 Petroleum and natural gas refining plant operators
3135 Metal production process controllers
3139 Process control technicians not elsewhere classified
3141 Life science technicians (excluding medical)
3142 Agricultural technicians
3143 Forestry technicians
3151 Ships' engineers
3152 Ships' deck officers and pilots
3153 Aircraft pilots and related associate professionals
3154 Air traffic controllers
3155 Air traffic safety electronics technicians
3211 Medical imaging and therapeutic equipment technicians
3212 Medical and pathology laboratory technicians
3213 Pharmaceutical technicians and assistants
3214 Medical and dental prosthetic technicians
3221 Nursing associate professionals
3222 Midwifery associate professionals
3230 Traditional and complementary medicine associate professionals
3240 Veterinary technicians and assistants
3251 Dental assistants and therapists
3252 Medical records and health information technicians
3253 Community health workers
3254 Dispensing opticians
3255 Physiotherapy technicians and assistants
3256 Medical assistants
3257 Environmental and occupational health inspectors and associates
3258 Ambulance workers
3259 Health associate professionals not elsewhere classified
3311 Securities and finance dealers and brokers
3312 Credit and loans officers
3313 Accounting associate professionals
3314 Statistical, mathematical and related associate professionals
3315 Valuers and loss assessors
3321 Insurance representatives
3322 Commercial sales representatives
3323 Buyers
3324 Trade brokers
3331 Clearing and forwarding agents
3332 Conference and event planners
3333 Employment agents and contractors
3334 Real estate agents and property managers
3339 Business services agents not elsewhere classified
3341 Office supervisors
3342 Legal secretaries
3343 Administrative and executive secretaries
3344 Medical secretaries
3351 Customs and border inspectors
3352 Government tax and excise officials
3353 Government social benefits officials
3354 Government licensing officials
3355 Police inspectors and detectives
3359 Regulatory government associate professionals not elsewhere classified
3411 Legal and related associate professionals
3412 Social work associate professionals
3413 Religious associate professionals
3421 Athletes and sports players
3422 Sports coaches, instructors and officials
3423 Fitness and recreation instructors and programme leaders
3431 Photographers
3432 Interior designers and decorators
3433 Gallery, museum and library technicians
3434 Chefs
3435 Other artistic and cultural associate professionals
3511 Information and communications technology operations technicians
3512 Information and communications technology user support technicians
3513 Computer network and systems technicians
3514 Web technicians
3521 Broadcasting and audiovisual technicians
3522 Telecommunications engineering technicians
4110 General office clerks
4120 Secretaries (general)
4131 Typists and word processing operators
4132 Data entry clerks
4211 Bank tellers and related clerks
4212 Bookmakers, croupiers and related gaming workers
4213 Pawnbrokers and money-lenders
4214 Debt collectors and related workers
4221 Travel consultants and clerks
4222 Contact centre information clerks
4223 Telephone switchboard operators
4224 Hotel receptionists
4225 Enquiry clerks
4226 Receptionists (general)
4227 Survey and market research interviewers
4229 Client information workers not elsewhere classified
4311 Accounting and bookkeeping clerks
4312 Statistical, finance and insurance clerks
4313 Payroll clerks
4321 Stock clerks
4322 Production clerks
4323 Transport clerks
4411 Library clerks
4412 Mail carriers and sorting clerks
4413 Coding, proofreading and related clerks
4414 Scribes and related workers
4415 Filing and copying clerks
4416 Personnel clerks
4419 Clerical support workers not elsewhere classified
`;
